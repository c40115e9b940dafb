namespace EdgeIpc.Paper.Tests;

public class JpegTests
{
    [Theory]
    [InlineData("baseline.jpg")]
    [InlineData("progressive.jpg")]
    public void Plain_and_progressive_pictures_become_grey(string name)
    {
        byte[] file = Sample(name);
        Assert.Equal(new PictureHeader(PictureKind.Jpeg, 96, 64), PictureHeader.Read(file));
        GreyPicture picture = PictureReader.Read(file);
        Assert.Equal((96, 64), (picture.Width, picture.Height));
        // A dark disc on a gradient from black to white.
        Assert.InRange(Pixel(picture, 24, 20), (byte)0, (byte)45);
        Assert.InRange(Pixel(picture, 94, 60), (byte)170, (byte)255);
        Assert.True(Pixel(picture, 50, 40) < Pixel(picture, 80, 40));
    }

    [Theory]
    [InlineData(1, 24, 20, 96)]
    [InlineData(3, 71, 43, 96)]
    [InlineData(6, 43, 24, 64)]
    [InlineData(8, 20, 71, 64)]
    public void A_picture_stands_as_the_camera_was_held(int orientation, int discX, int discY, int width)
    {
        byte[] file = WithOrientation(Sample("baseline.jpg"), orientation);
        GreyPicture picture = PictureReader.Read(file);
        Assert.Equal(width, picture.Width);
        Assert.InRange(Pixel(picture, discX, discY), (byte)0, (byte)45);
    }

    [Fact]
    public void Size_is_checked_before_anything_is_unpacked()
    {
        byte[] huge = Sample("baseline.jpg");
        int sof = IndexOf(huge, [0xff, 0xc0]);
        (huge[sof + 5], huge[sof + 7]) = (0xff, 0xff);
        Refused("at most 4000000 pixels", huge);
        Refused("doesn't say its size", [0xff, 0xd8, 0xff, 0xd9]);
        Refused("neither a PNG nor a JPEG", "GIF89a"u8.ToArray());
    }

    [Fact]
    public void Random_damage_never_does_more_than_be_refused()
    {
        Random random = Seed.Next(out int seed);
        int rounds = int.Parse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_FUZZ") ?? "200", System.Globalization.CultureInfo.InvariantCulture);
        byte[][] good = [Sample("baseline.jpg"), Sample("progressive.jpg"), WithOrientation(Sample("baseline.jpg"), 6)];
        for (int round = 0; round < rounds; round++)
        {
            byte[] bad = [.. good[round % good.Length]];
            for (int change = random.Next(1, 6); change > 0; change--)
                bad[random.Next(2, bad.Length)] = (byte)random.Next(256);
            if (random.Next(5) == 0)
                bad = bad[..random.Next(3, bad.Length)];
            // Decoding what claims to be large is the work of a process with limits.
            if (Record.Exception(() => PictureHeader.Read(bad)) is { } refused)
            {
                Assert.True(refused is FormatException, $"seed {seed}, round {round}: {refused}");
                continue;
            }

            PictureHeader header = PictureHeader.Read(bad);
            if (header.Width * header.Height > 100_000)
                continue;
            Exception? thrown = Record.Exception(() => PictureReader.Read(bad));
            Assert.True(thrown is null or FormatException, $"seed {seed}, round {round}: {thrown}");
        }
    }

    private static void Refused(string says, byte[] file) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => PictureHeader.Read(file)).Message, StringComparison.Ordinal);

    private static byte Pixel(GreyPicture picture, int x, int y) => picture.Pixels.Span[(y * picture.Width) + x];

    /// <summary>An APP1 segment with one TIFF entry, right behind the file's beginning.</summary>
    private static byte[] WithOrientation(byte[] file, int orientation)
    {
        byte[] tiff = [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        return [0xff, 0xd8, 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. file[2..]];
    }

    private static int IndexOf(byte[] file, ReadOnlySpan<byte> what) => file.AsSpan().IndexOf(what);

    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name));
}
