using CsCheck;

namespace EdgeIpc.Ring.Tests;

/// <summary>
/// Random programs of publishes and reads against a plain list of everything ever published. A failure prints its seed;
/// CsCheck_Seed replays it.
/// </summary>
public class RingModelTests
{
    private const int SlotCount = 32;

    private enum Kind
    {
        PublishOne,
        PublishBatch,
        PublishInPlace,
        Read,
        TryRead,
        Look,
        LookWhilePublishing,
        Restart,
    }

    private static readonly Gen<(Kind Kind, int Count)[]> Programs =
        Gen.Select(Gen.Enum<Kind>(), Gen.Int[1, 70]).Array[1, 60];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Readers_agree_with_a_list_whatever_the_order_of_things(int claimBlockSlots) => Programs.Sample(
        program =>
        {
            using var folder = new RingFolder();
            using var run = new Run(folder, claimBlockSlots);
            foreach (var step in program) run.Do(step.Kind, step.Count);
            run.CheckEnd();
        },
        iter: 400);

    /// <summary>The ring, one reader, and what both should be.</summary>
    private sealed class Run : IDisposable
    {
        private readonly RingFolder _folder;
        private readonly int _claimBlockSlots;
        private readonly RingReader<Sample> _reader;
        private readonly List<Sample> _published = [];
        private readonly List<long> _got = [];
        private readonly Sample[] _buffer = new Sample[100];
        private RingWriter<Sample> _writer;
        private long _intent;

        public Run(RingFolder folder, int claimBlockSlots)
        {
            (_folder, _claimBlockSlots) = (folder, claimBlockSlots);
            _writer = folder.OpenWriter(SlotCount, claimBlockSlots);
            _reader = folder.OpenReader(RingStart.Newest);
        }

        public void Do(Kind kind, int count)
        {
            switch (kind)
            {
                case Kind.PublishOne: Publish(count, 1); break;
                case Kind.PublishBatch: Publish(count, count); break;
                case Kind.PublishInPlace: PublishInPlace(count); break;
                case Kind.Read: Read(count); break;
                case Kind.TryRead: TryRead(); break;
                case Kind.Look: Look(count, 0); break;
                case Kind.LookWhilePublishing: Look(count, count); break;
                default: Restart(); break;
            }
        }

        public void CheckEnd()
        {
            while (_reader.Cursor < _published.Count) Read(100);
            Assert.Equal(_published.Count, _reader.ReadCount + _reader.Lost);
            Assert.Equal(_got.Count, _reader.ReadCount);
        }

        public void Dispose()
        {
            _reader.Dispose();
            _writer.Dispose();
        }

        private void Publish(int count, int batch)
        {
            for (int i = 0; i < count; i++) _published.Add(RingFolder.Make(_published.Count));
            RingFolder.Publish(_writer, count, batch);
            for (long next = _published.Count - count; next < _published.Count;)
            {
                // A batch goes in pieces up to the ring's end and an eighth of it; each claims itself or a block.
                long piece = batch == 1 ? 1 : PieceAt(next, _published.Count - next);
                Claim(next, piece);
                next += piece;
            }

            Assert.Equal(_published.Count, _writer.Published);
        }

        private void PublishInPlace(int count)
        {
            long next = _published.Count;
            var slots = _writer.Prepare(count);
            Assert.Equal(PieceAt(next, count), slots.Length);
            Claim(next, slots.Length);
            int kept = count % (slots.Length + 1);
            for (int i = 0; i < slots.Length; i++) slots[i] = RingFolder.Make(next + i);
            for (int i = 0; i < kept; i++) _published.Add(slots[i]);
            _writer.Commit(kept);
            Assert.Equal(_published.Count, _writer.Published);
        }

        private static long PieceAt(long position, long count) => Math.Min(Math.Min(count, SlotCount / 8), SlotCount - position % SlotCount);

        private void Claim(long next, long count)
        {
            if (next + count > _intent) _intent = next + Math.Max(count, _claimBlockSlots);
        }

        private void Read(int count)
        {
            var (from, lost) = ExpectJump();
            int got = _reader.Read(_buffer.AsSpan(0, count));
            Assert.Equal(from < _published.Count, got > 0);
            Take(from, lost, _buffer.AsSpan(0, got));
        }

        private void TryRead()
        {
            var (from, lost) = ExpectJump();
            bool any = _reader.TryRead(out var sample);
            Assert.Equal(from < _published.Count, any);
            Take(from, lost, any ? [sample] : []);
        }

        private void Look(int count, int published)
        {
            long lostBefore = _reader.Lost;
            long at = _reader.Cursor;
            var shown = _reader.Look(count).ToArray();
            Publish(published, Math.Max(published, 1));
            bool held = _intent - at <= SlotCount;
            var (from, _) = ExpectJump();
            Assert.Equal(held, _reader.Accept(shown.Length));
            if (held) Take(at, lostBefore, shown);
            else Assert.Equal((from, lostBefore + from - at), (_reader.Cursor, _reader.Lost));
        }

        private void Restart()
        {
            int epoch = _reader.Epoch;
            _writer.Dispose();
            _writer = _folder.OpenWriter(SlotCount, _claimBlockSlots);
            Assert.Equal(epoch + 1, _reader.Epoch);
            Assert.Equal(_published.Count, _writer.Published);
        }

        /// <summary>Where the next sample must come from, and the loss by then.</summary>
        private (long From, long Lost) ExpectJump()
        {
            long at = _reader.Cursor;
            bool lapped = at < _published.Count && _intent - at > SlotCount;
            long from = lapped ? _intent - SlotCount + SlotCount / 8 : at;
            return (from, _reader.Lost + from - at);
        }

        private void Take(long from, long lost, ReadOnlySpan<Sample> samples)
        {
            for (int i = 0; i < samples.Length; i++)
            {
                Assert.Equal(_published[(int)from + i], samples[i]);
                _got.Add(from + i);
            }

            Assert.Equal((from + samples.Length, lost), (_reader.Cursor, _reader.Lost));
        }
    }
}
