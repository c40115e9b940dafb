using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using EdgeIpc.Daemon;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Tests;

/// <summary>What a journal that listens is sent: datagrams of fields, by the native protocol.</summary>
public sealed class JournalLogTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"edgeipc-journal-{Guid.NewGuid():N}");
    private readonly Socket _journal = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public JournalLogTests() => _journal.Bind(new UnixDomainSocketEndPoint(_path));

    public void Dispose()
    {
        _journal.Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void A_sentence_comes_with_its_values_as_fields()
    {
        Log(logger => logger.JobAccepted(17, "/dev/shm/a"));
        var fields = Received();
        Assert.Equal("Job 17 of /dev/shm/a", fields["MESSAGE"]);
        Assert.Equal(("4", "spooler", "bench", "42"), (fields["PRIORITY"], fields["EDGEIPC_ROLE"], fields["EDGEIPC_INSTANCE"], fields["EDGEIPC_EVENT"]));
        Assert.Equal(("17", "/dev/shm/a"), (fields["EDGEIPC_JOB"], fields["EDGEIPC_RING_PATH"]));
        Assert.DoesNotContain(fields.Keys, name => name.Contains('{', StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_of_several_lines_stays_one_field_and_makes_no_other()
    {
        Log(logger => logger.JobAccepted(1, "a\nPRIORITY=0\nb"));
        var fields = Received();
        Assert.Equal("a\nPRIORITY=0\nb", fields["EDGEIPC_RING_PATH"]);
        Assert.Equal("4", fields["PRIORITY"]);
    }

    [Fact]
    public void Where_no_journal_listens_there_is_none() => Assert.Null(JournalLog.TryConnect(_path + "-none", "bench"));

    [Fact]
    public void A_journal_that_went_away_stops_nobody()
    {
        using var log = Assert.IsType<JournalLog>(JournalLog.TryConnect(_path, "bench"));
        _journal.Dispose();
        log.CreateLogger("spooler").JobAccepted(1, "a");
    }

    private void Log(Action<ILogger> say)
    {
        using var log = Assert.IsType<JournalLog>(JournalLog.TryConnect(_path, "bench"));
        say(log.CreateLogger("spooler"));
    }

    private Dictionary<string, string> Received()
    {
        byte[] datagram = new byte[4096];
        var rest = datagram.AsSpan(0, _journal.Receive(datagram));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)'=', (byte)'\n');
            string name = Encoding.ASCII.GetString(rest[..end]);
            bool isCounted = rest[end] == '\n';
            rest = rest[(end + 1)..];
            int length = isCounted ? (int)BinaryPrimitives.ReadUInt64LittleEndian(rest) : rest.IndexOf((byte)'\n');
            if (isCounted) rest = rest[sizeof(ulong)..];
            fields.Add(name, Encoding.UTF8.GetString(rest[..length]));
            rest = rest[(length + 1)..];
        }

        return fields;
    }
}

/// <summary>A log line as the processes have them.</summary>
internal static partial class JournalLogLines
{
    [LoggerMessage(42, LogLevel.Warning, "Job {Job} of {RingPath}")]
    public static partial void JobAccepted(this ILogger logger, long job, string ringPath);
}
