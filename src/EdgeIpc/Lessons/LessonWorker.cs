using System.Diagnostics;
using System.Globalization;
using EdgeIpc.Posix;

namespace EdgeIpc.Lessons;

/// <summary>
/// A process of a lesson: this program once more. It says a line when it is ready and one with its counts at its end; its standard
/// input is its lifeline. It can be stopped and killed like any other.
/// </summary>
internal sealed class LessonWorker : IDisposable
{
    // Only a hang runs into it.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private bool _isKilled;

    private LessonWorker(Process process) => _process = process;

    /// <summary>Starts it and waits until it says what it has to say first.</summary>
    /// <param name="words">What the hidden verb of the lesson takes, or a role of a station.</param>
    /// <param name="hidesLog">What it logs is not for who takes the lesson.</param>
    public static LessonWorker Start(IReadOnlyList<string> words, CancellationToken stopping, bool hidesLog = false)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.ProcessPath!,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = hidesLog,
            WorkingDirectory = "/",
        };
        // Started as 'dotnet edgeipc.dll', the program is the runtime and the first argument is the library.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "edgeipc.dll"));
        foreach (string word in words) start.ArgumentList.Add(word);
        var worker = new LessonWorker(Process.Start(start)!);
        try
        {
            if (hidesLog) worker._process.BeginErrorReadLine();
            worker.ReadLine(stopping);
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Stops it where it is, as Ctrl-Z does.</summary>
    public void Freeze() => ProcessControl.Send(_process.Id, PosixSignalNumber.Stop);

    /// <summary>Lets it go on.</summary>
    public void Thaw() => ProcessControl.Send(_process.Id, PosixSignalNumber.Continue);

    /// <summary>Says that it may begin, where it waits for that.</summary>
    public void Tell()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
    }

    /// <summary>Ends a role of a station as its supervisor would: in order, with nothing to say.</summary>
    public void End()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(Bound);
    }

    /// <summary>kill -9, and waits for its end.</summary>
    public void Kill()
    {
        _isKilled = true;
        ProcessControl.Send(_process.Id, PosixSignalNumber.Kill);
        _process.WaitForExit(Bound);
    }

    /// <summary>Its counts, which it says when it has ended by itself or, with <paramref name="ask"/>, is told to.</summary>
    public IReadOnlyList<long> Finish(bool ask, CancellationToken stopping)
    {
        if (ask) _process.StandardInput.Close();
        var counts = ReadLine(stopping).Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToList();
        _process.WaitForExit(Bound);
        return counts;
    }

    public void Dispose()
    {
        if (!_process.HasExited && !_isKilled) Kill();
        _process.Dispose();
    }

    private string ReadLine(CancellationToken stopping)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        bounded.CancelAfter(Bound);
        try
        {
            return _process.StandardOutput.ReadLineAsync(bounded.Token).AsTask().GetAwaiter().GetResult()
                ?? throw new RefusedException(ExitCode.Unavailable, $"Process {_process.Id} of the lesson ended before its time.");
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new RefusedException(ExitCode.Unavailable, $"Process {_process.Id} of the lesson has said nothing for {Bound.TotalSeconds:0} s.");
        }
    }
}
