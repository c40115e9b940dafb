using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EdgeIpc.Posix;

namespace EdgeIpc.Lessons.Spooling;

/// <summary>
/// The simplest spool there is, and not this product's: a list in a process's memory. It gives numbers, prints one by one, and is
/// right in everything as long as it lives. Says <c>ready</c> first.
/// </summary>
internal static class MemorySpoolWorker
{
    public const string Word = "memory-spool";
    private const string Question = "?";

    /// <param name="lineMs">What the head takes for a line of text: nothing else paces it.</param>
    public static IReadOnlyList<string> Words(string socketPath, string linePath, double lineMs) =>
        ["lesson", LessonVerb.Worker, Word, socketPath, linePath, lineMs.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Submits a text and returns its number.</summary>
    public static string Ask(string socketPath, string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        socket.Send(Encoding.ASCII.GetBytes(request));
        socket.Shutdown(SocketShutdown.Send);
        return ReadAll(socket);
    }

    /// <summary>Whether it knows of the job with this number.</summary>
    public static bool Knows(string socketPath, int number) => Ask(socketPath, string.Create(CultureInfo.InvariantCulture, $"{Question}{number}")) == "known";

    public static void Run(string socketPath, string linePath, double lineMs, ManualResetEventSlim ended, Action<string> say)
    {
        var jobs = new ConcurrentQueue<string>();
        File.Delete(socketPath);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(socketPath));
        socket.Listen(64);
        new Thread(() => Accept(socket, jobs)) { IsBackground = true, Name = "accept" }.Start();
        say("ready");
        if (LineProbe.TryOpen(linePath, out var line) != TerminalOpenOutcome.Opened) throw new RefusedException(ExitCode.Unavailable, $"The printer's line {linePath} can't be opened.");
        using (line)
        {
            while (!ended.Wait(TimeSpan.FromMilliseconds(5)))
            {
                while (jobs.TryDequeue(out string? text) && !ended.IsSet) Print(line!, text, lineMs, ended);
            }
        }
    }

    private static void Print(LineProbe line, string text, double lineMs, ManualResetEventSlim ended)
    {
        foreach (string one in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            line.File.WriteAll(Encoding.ASCII.GetBytes(one + "\n"));
            if (ended.Wait(TimeSpan.FromMilliseconds(lineMs))) return;
        }
    }

    private static void Accept(Socket socket, ConcurrentQueue<string> jobs)
    {
        int given = 0;
        while (true)
        {
            using var asker = socket.Accept();
            string request = ReadAll(asker);
            string answer;
            if (request.StartsWith(Question, StringComparison.Ordinal))
            {
                answer = int.Parse(request[Question.Length..], CultureInfo.InvariantCulture) <= given ? "known" : "no such job";
            }
            else
            {
                jobs.Enqueue(request);
                answer = (++given).ToString(CultureInfo.InvariantCulture);
            }

            asker.Send(Encoding.ASCII.GetBytes(answer));
        }
    }

    private static string ReadAll(Socket socket)
    {
        byte[] bytes = new byte[4096];
        var text = new StringBuilder();
        for (int count; (count = socket.Receive(bytes)) > 0;) text.Append(Encoding.ASCII.GetString(bytes.AsSpan(0, count)));
        return text.ToString();
    }
}
