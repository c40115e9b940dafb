using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EdgeIpc.Posix;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.Daemon;

/// <summary>
/// A service's log in systemd's journal, by its native protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): besides the sentence
/// each of its values is a field of its own, so that <c>journalctl EDGEIPC_ROLE=spooler EDGEIPC_JOB=17</c> finds it.
/// </summary>
internal sealed class JournalLog : ILoggerProvider
{
    public const string SocketPath = "/run/systemd/journal/socket";

    private const string OriginalFormat = "{OriginalFormat}";

    private readonly Socket _socket;
    private readonly string _instance;

    private JournalLog(Socket socket, string instance) => (_socket, _instance) = (socket, instance);

    /// <summary>Whether standard error is what systemd connected to the journal: in a child whose output another process reads the variable is inherited, and means nothing.</summary>
    public static bool IsStandardError()
    {
        // DEVICE:INODE. All sockets and pipes are numbered together, so the second alone tells them apart.
        string? stream = Environment.GetEnvironmentVariable("JOURNAL_STREAM");
        if (stream is null) return false;
        using var handle = new SafeFileHandle(2, ownsHandle: false);
        using var standardError = FileDescriptor.Borrow(handle);
        return stream.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{PosixFile.Identify(standardError, "standard error").Inode}"), StringComparison.Ordinal);
    }

    /// <summary>Null when no journal listens there.</summary>
    public static JournalLog? TryConnect(string socketPath, string instance)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            return new JournalLog(socket, instance);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public ILogger CreateLogger(string categoryName) => new Entries(this, categoryName);

    public void Dispose() => _socket.Dispose();

    private void Send(ReadOnlySpan<byte> entry)
    {
        try
        {
            _socket.Send(entry);
        }
        catch (SocketException)
        {
            // A journal that is being restarted must not stop the service.
        }
    }

    private sealed class Entries(JournalLog journal, string role) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var entry = new MemoryStream();
            string sentence = formatter(state, exception);
            Write(entry, "MESSAGE", exception is null ? sentence : $"{sentence} {exception.Message}");
            Write(entry, "PRIORITY", PriorityOf(logLevel));
            Write(entry, "SYSLOG_IDENTIFIER", "edgeipc");
            Write(entry, "EDGEIPC_INSTANCE", journal._instance);
            Write(entry, "EDGEIPC_ROLE", role);
            if (eventId.Id != 0) Write(entry, "EDGEIPC_EVENT", eventId.Id.ToString(CultureInfo.InvariantCulture));
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                foreach (var (name, value) in values)
                {
                    if (name != OriginalFormat) Write(entry, FieldName(name), Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                }
            }

            journal.Send(entry.GetBuffer().AsSpan(0, (int)entry.Length));
        }

        /// <summary>syslog(3): 2 critical, 3 error, 4 warning, 6 informational, 7 debug.</summary>
        private static string PriorityOf(LogLevel level) => level switch
        {
            LogLevel.Critical => "2",
            LogLevel.Error => "3",
            LogLevel.Warning => "4",
            LogLevel.Information => "6",
            _ => "7",
        };

        /// <summary>RingPath is EDGEIPC_RING_PATH: capitals, digits and underscores, at most 64, are what the journal takes.</summary>
        private static string FieldName(string name)
        {
            var field = new StringBuilder("EDGEIPC");
            bool wasLower = true;
            foreach (char letter in name)
            {
                if (char.IsUpper(letter) && wasLower) field.Append('_');
                wasLower = !char.IsUpper(letter);
                field.Append(char.ToUpperInvariant(letter));
            }

            return field.ToString();
        }

        private static void Write(MemoryStream entry, string field, string value)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(value);
            entry.Write(Encoding.ASCII.GetBytes(field));
            if (bytes.AsSpan().Contains((byte)'\n'))
            {
                // A value of several lines is told by its length.
                Span<byte> length = stackalloc byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
                entry.WriteByte((byte)'\n');
                entry.Write(length);
            }
            else
            {
                entry.WriteByte((byte)'=');
            }

            entry.Write(bytes);
            entry.WriteByte((byte)'\n');
        }
    }
}
