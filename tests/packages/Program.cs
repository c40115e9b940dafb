// A program of another project: it knows the station only by the packages. usage: Reader RING COUNT
using EdgeIpc.Ring;

using var reader = RingReader<Sample>.Open(args[0], RingStart.Newest);
for (int left = int.Parse(args[1]); left > 0;)
{
    if (reader.Wait(TimeSpan.FromSeconds(5), CancellationToken.None) != RingWait.Ready) return 1;
    for (; left > 0 && reader.TryRead(out var sample); left--) Console.WriteLine($"{sample.Sequence} {sample.Values[0]} {reader.Lost} lost");
}
return 0;
