using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using EdgeIpc.Posix;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Ring.Tests;

/// <summary>Rings whose samples a program was not made for.</summary>
public sealed class AnyRingReaderTests : IDisposable
{
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_number_of_an_unknown_sample_is_told()
    {
        using var writer = RingWriter<Weather>.Open(_folder.Ring, new RingOptions { SlotCount = 8 }, FileSharing.OwnerOnly);
        using var reader = AnyRingReader.Open(_folder.Ring, RingStart.Newest);
        writer.Publish(new Weather { Pressure = 1013.25, Humidity = 0.5f, Temperature = -12, Clouds = 200, Trend = -1 });
        byte[] sample = new byte[reader.Layout.SizeBytes];
        Assert.True(reader.TryRead(sample));
        Assert.Equal(["pressure", "humidity", "temperature", "clouds", "trend"], reader.Layout.Fields.Select(field => field.Name), StringComparer.Ordinal);
        Assert.Equal([1013.25, 0.5, -12, 200, -1], reader.Layout.Fields.Select(field => field.Read(sample, 0)));
        Assert.Equal(["1013.25", "0.5", "-12", "200", "-1"], reader.Layout.Fields.Select(field => Text(field, sample)), StringComparer.Ordinal);
        Assert.False(reader.TryRead(sample));
    }

    [Fact]
    public void What_is_lost_is_counted_exactly()
    {
        using var writer = _folder.OpenWriter(slotCount: 64);
        using var reader = AnyRingReader.Open(_folder.Ring, RingStart.Newest);
        RingFolder.Publish(writer, 1000);
        byte[] sample = new byte[reader.Layout.SizeBytes];
        long read = 0;
        for (; reader.TryRead(sample); read++) Assert.Equal((ulong)reader.Cursor - 1, MemoryMarshal.Read<Sample>(sample).Sequence);
        Assert.Equal(1000, read + reader.Lost);
        // An eighth of the ring is left as a margin to the writer.
        Assert.Equal(56, read);
    }

    [Fact]
    public async Task It_waits_for_samples_and_notices_that_the_writer_is_gone()
    {
        using var writer = _folder.OpenWriter();
        using var reader = AnyRingReader.Open(_folder.Ring, RingStart.Newest);
        Assert.Equal(RingWait.TimedOut, reader.Wait(TimeSpan.FromMilliseconds(1), CancellationToken.None));
        var waiting = Task.Run(() => reader.Wait(TimeSpan.FromMinutes(1), CancellationToken.None), TestContext.Current.CancellationToken);
        RingFolder.Publish(writer, 1);
        Assert.Equal(RingWait.Ready, await waiting);
        reader.TryRead(new byte[reader.Layout.SizeBytes]);
        writer.Dispose();
        Assert.Equal(RingWait.WriterGone, reader.Wait(TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public void The_layouts_of_our_own_samples_say_where_the_fields_are()
    {
        Check<Sample>(("sequence", 0), ("takenAtNs", 8), ("values", 16));
        Check<ThermalFrame>(("sequence", 0), ("takenAtNs", 8), ("checksum", 16), ("temperature", 24));
        Check<GreyFrame>(("sequence", 0), ("takenAtNs", 8), ("checksum", 16), ("grey", 24));
        Assert.True(SampleLayout.TryParse(GreyFrame.LayoutText, out var layout));
        Assert.Equal((480, 640), (layout.Fields[3].RowCount, layout.Fields[3].ColumnCount));
    }

    [Theory]
    [InlineData("")]
    [InlineData("size:8")]
    [InlineData("a:u64@0")]
    [InlineData("a:u64@0 size:7")]
    [InlineData("a:u64@8 size:8")]
    [InlineData("a:u64@-8 size:8")]
    [InlineData("a:u9@0 size:8")]
    [InlineData("a:3@0 size:8")]
    [InlineData("a:f32[0]@0 size:8")]
    [InlineData("a:f32[3]@0 size:8")]
    [InlineData("a:f32[2@0 size:8")]
    [InlineData("a:u8[99999999x99999999]@0 size:8")]
    [InlineData(":u64@0 size:8")]
    [InlineData("a:u64@0  size:8")]
    public void A_layout_that_contradicts_itself_is_refused(string text) => Assert.False(SampleLayout.TryParse(text, out _));

    [Fact]
    public void A_layout_text_that_does_not_fit_its_slots_is_refused()
    {
        using (RingWriter<Lying>.Open(_folder.Ring, new RingOptions { SlotCount = 8 }, FileSharing.OwnerOnly))
        {
            var refusal = Assert.Throws<RingFormatException>(() => AnyRingReader.Open(_folder.Ring, RingStart.Newest));
            Assert.Equal(RingFault.Damaged, refusal.Fault);
        }
    }

    private static void Check<T>(params (string Name, int Offset)[] fields) where T : unmanaged, IRingSample
    {
        Assert.True(SampleLayout.TryParse(T.LayoutText, out var layout));
        Assert.Equal(Unsafe.SizeOf<T>(), layout.SizeBytes);
        Assert.Equal(fields, layout.Fields.Select(field => (field.Name, field.OffsetBytes)));
        Assert.Equal(layout.SizeBytes, layout.Fields[^1].OffsetBytes + layout.Fields[^1].SizeBytes);
    }

    private static string Text(SampleField field, byte[] sample)
    {
        byte[] utf8 = new byte[32];
        return Encoding.UTF8.GetString(utf8, 0, field.Format(sample, 0, utf8));
    }

    private struct Lying : IRingSample
    {
        public long First { get; set; }

        public static string LayoutText => "first:i64@0 second:i64@8 size:16";
    }
}
