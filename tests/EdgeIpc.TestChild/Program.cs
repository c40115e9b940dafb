using System.Globalization;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.TestChild;

// Ends with whoever started it: standard input hangs up.
using var stopping = new ManualResetEventSlim();
new Thread(() =>
{
    while (Console.In.Read() >= 0) { }
    stopping.Set();
}) { IsBackground = true }.Start();

return args switch
{
    ["write", var path, var slotCount, var block, var seed] => Stress.Write(path, Number(slotCount), Number(block), Number(seed), stopping),
    ["read", var path, var progress, var seed] => Stress.Read(path, progress, Number(seed), stopping),
    ["dawdle", var path] => Stress.Dawdle(path, stopping),
    ["echo", var from, var to] => Stress.Echo(from, to, stopping),
    ["write-unguarded", var path] => LockHolding.WriteUnguarded(path, stopping),
    ["write-locked", var path, var count] => LockHolding.WriteLocked(path, Number(count)),
    ["write-frames", var path, var count] => LockHolding.WriteRing(path, Number(count)),
    ["dawdle-locked", var path] => LockHolding.Dawdle(path, stopping),
    ["hold-as-reader", var path] => LockHolding.HoldAsReader(path, stopping),
    ["hold-as-writer", var path] => LockHolding.HoldAsWriter(path, stopping),
    ["receive", var instanceId, var directory] => Receiving.AnswerAll(instanceId, directory, stopping),
    ["take", var instanceId, var directory] => Receiving.TakeOneAndHang(instanceId, directory, stopping),
    ["ask", var instanceId, var directory] => Receiving.AskAndHang(instanceId, directory, stopping),
    ["lock", var path] => HoldLock(path, stopping),
    ["scribble", var path] => Scribble(path),
    ["hunger", var megabytes] => Hunger(Number(megabytes)),
    _ => 64,
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int HoldLock(string path, ManualResetEventSlim stopping)
{
    using var held = FileLock.TryAcquire(path, FileSharing.OwnerOnly);
    Console.WriteLine(held is null ? "refused" : "held");
    stopping.Wait();
    return 0;
}

static int Hunger(int megabytes)
{
    ResourceLimits.SetForGood(ResourceLimit.CoreBytes, 0);
    ResourceLimits.SetForGood(ResourceLimit.DataBytes, ResourceLimits.DataBytesInUse()!.Value + ((ulong)megabytes << 20));
    var eaten = new List<byte[]>();
    try
    {
        while (eaten.Count < 1000) eaten.Add(new byte[1 << 20]);
    }
    catch (OutOfMemoryException)
    {
        Console.WriteLine($"refused after {eaten.Count}");
        return 0;
    }

    return 1;
}

static int Scribble(string path)
{
    using var memory = SharedMemory.OpenRead(path);
    memory.At<long>(0) = 1;
    return 0;
}
