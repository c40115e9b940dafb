using System.Runtime.InteropServices;
using EdgeIpc.Commands;
using EdgeIpc.Instance;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Recorder;

/// <summary>
/// Takes the ring's samples to disk: always into the per-second history, and into a recording when told to. The ring is its
/// buffer: a card that takes seconds for a write loses nothing. Between two blocks it allocates nothing per sample.
/// </summary>
internal sealed class SampleRecorder : IDisposable
{
    private const int BatchMax = 1024;

    // A turn ends after so many, so that commands are served also while it catches up with a full ring.
    private const int BatchesPerTurn = 64;

    private readonly StationInstance _instance;
    private readonly RecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RingIntake _intake;
    private readonly SecondHistory _history;
    private readonly string _sourceText;
    private readonly Sample[] _batch = new Sample[BatchMax];
    private RecorderState _state;
    private RunningRecording? _recording;
    private long _takenAt;
    private long _flushedAt;
    private long _housekeptAt;

    public SampleRecorder(StationInstance instance, RecorderOptions options, TimeProvider time, ILogger log)
    {
        (_instance, _options, _time, _log) = (instance, options, time, log);
        _intake = new RingIntake(instance, log);
        _history = new SecondHistory(instance, options, time, log);
        _sourceText = SampleRecording.SourceOf(instance);
        (_state, string? setAside) = RecorderState.Load(instance.RecorderStatePath);
        if (setAside is not null) RecorderLog.StateSetAside(log, setAside);
        _flushedAt = _takenAt = time.GetTimestamp();
        KeepHouse();
    }

    /// <summary>The recording that is being written; null for none.</summary>
    public RunningRecording? Recording => _recording;

    /// <summary>Why the last recording ended by itself; empty when none did.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>What the history has cost the disk since this process began.</summary>
    public WriteCost HistoryCost => _history.Cost;

    /// <summary>Samples that were overwritten before they were read.</summary>
    public long Lost => _intake.Lost;

    /// <summary>Takes what the ring has, and does what is due. Call it some ten times a second.</summary>
    public void Turn()
    {
        if (!_intake.IsOpen && !TryBegin()) return;
        int batches = 0;
        while (batches < BatchesPerTurn && TakeBatch()) batches++;
        bool isIdle = batches == 0 && _time.GetElapsedTime(_takenAt) >= _options.IdleFlushAfter;
        if (_intake.Uncommitted > 0 && (isIdle || _time.GetElapsedTime(_flushedAt) >= FlushAfter)) FlushAll();
        _recording?.Writer.Tick();
        _history.Tick();
        EndFullRecording();
        if (isIdle && _intake.IsReplaced()) LeaveRing();
        if (_time.GetElapsedTime(_housekeptAt) >= _options.HousekeepingPeriod) KeepHouse();
    }

    /// <summary>Begins a recording with the next sample.</summary>
    public Reply Start()
    {
        if (_recording is not null) return new Reply(ReplyCode.Busy, $"Recording {_recording.Number} is being written already.");
        if (!_intake.IsOpen) return new Reply(ReplyCode.Unavailable, "There is nothing to record yet: no sensor has run in this instance.");
        KeepHouse();
        if (RoomSentence() is { } noRoom) return new Reply(ReplyCode.Failed, noRoom);
        FlushAll();
        Trouble = "";
        BeginRecording(RecordingShelf.MakeNext(_instance, _state.LastNumber), from: 0);
        return _recording is null ? new Reply(ReplyCode.Failed, Trouble) : Reply.Ok($"Recording {_recording.Number} into {_recording.Directory}.");
    }

    /// <summary>Ends the recording after everything that was taken till now.</summary>
    public Reply Stop()
    {
        if (_recording is not { } ended) return new Reply(ReplyCode.Ok, "Nothing was being recorded.");
        FlushAll();
        EndRecording();
        return Reply.Ok($"Recording {ended.Number} is ended: {ended.Writer.ItemsWritten} samples, {ended.Writer.BytesWritten / 1e6:F1} MB in {ended.Directory}.");
    }

    /// <summary>Writes what is in hand, and commits it. The recording goes on when the recorder is back.</summary>
    public void Dispose()
    {
        if (_intake.IsOpen)
        {
            while (TakeBatch())
            {
            }

            FlushAll();
        }

        if (_recording is not null) CloseRecording();
        _intake.Leave();
        _history.Dispose();
        _intake.Dispose();
    }

    /// <summary>
    /// How long samples may lie in memory only. Without a recording it is the history alone that is written, and each write
    /// wears the card: as seldom as the ring allows, for what a kill takes is read again from there.
    /// </summary>
    private TimeSpan FlushAfter
    {
        get
        {
            if (_recording is not null || _intake.Span == TimeSpan.Zero) return _options.Recording.FlushAfter;
            var halfRing = _intake.Span / 2;
            return halfRing < _options.HistoryFlushAfter ? halfRing : _options.HistoryFlushAfter;
        }
    }

    private bool TryBegin()
    {
        if (!_intake.TryOpen()) return false;
        _history.Begin(_intake.Channels, _sourceText);
        _intake.MeasureSpan();
        if (_state.Recording is { } number) Continue(number);
        return true;
    }

    /// <summary>Goes on with a recording of an earlier process, in a segment of its own, without the samples that it has.</summary>
    private void Continue(int number)
    {
        RecordingShelf.Make(_instance, number);
        var end = RecordingReader.TryReadEnd(RecordingShelf.PathOf(_instance, number));
        var description = Describe();
        if (end is not null && !end.Segment.Description.HasSameItems(description)) BeginRecording(RecordingShelf.MakeNext(_instance, _state.LastNumber), from: 0);
        else BeginRecording(number, end?.Segment.Description.SourceText == _sourceText ? end.EndPosition : 0);
    }

    private void BeginRecording(int number, long from)
    {
        string directory = RecordingShelf.PathOf(_instance, number);
        var writer = RecordingWriter.Open(directory, Describe(), _options.Recording, _instance.Sharing, _time);
        _recording = new RunningRecording(number, directory, from, writer, _time.GetUtcNow());
        SaveState(new RecorderState { Recording = number, LastNumber = number });
        EndFullRecording();
        if (_recording is not null) RecorderLog.Begun(_log, number, writer.SegmentPath!);
    }

    private RecordingDescription Describe()
    {
        long periodNs = _intake.ReadPeriodNs();
        return SampleRecording.Describe(_intake.Channels, periodNs == 0 ? 0 : 1e9 / periodNs, _sourceText);
    }

    private bool TakeBatch()
    {
        int count = _intake.Read(_batch, out long first, out long lost);
        if (lost > 0) PassGap(first, lost);
        if (count == 0) return false;
        _takenAt = _time.GetTimestamp();
        var samples = _batch.AsSpan(0, count);
        _history.Add(samples, first);
        if (_recording is not { } recording) return true;
        long written = recording.Writer.ItemsWritten;
        int skipped = (int)Math.Clamp(recording.From - first, 0, count);
        recording.Writer.Append(MemoryMarshal.AsBytes(samples[skipped..]), first + skipped);
        if (recording.Writer.ItemsWritten != written)
        {
            // The history goes to disk with each block, so that a successor can begin both at one position.
            _history.Flush();
            _intake.Commit(recording.Writer.WrittenUpTo);
            _flushedAt = _takenAt;
        }

        EndFullRecording();
        return true;
    }

    /// <summary>What came before a gap goes to disk; then the gap is counted.</summary>
    private void PassGap(long end, long lost)
    {
        _recording?.Writer.Flush();
        _history.Flush();
        _intake.Commit(end - lost);
        _intake.CommitLost(end, lost);
    }

    private void FlushAll()
    {
        _recording?.Writer.Flush();
        _history.Flush();
        _intake.Commit(_intake.Cursor);
        _flushedAt = _time.GetTimestamp();
    }

    /// <summary>The sensor made a ring of another shape; what is recorded from it is another recording.</summary>
    private void LeaveRing()
    {
        FlushAll();
        if (_recording is not null) CloseRecording();
        _history.End();
        _intake.Close();
    }

    private void EndFullRecording()
    {
        if (_recording is not { Writer.Outcome: RecordingOutcome.DiskFull } full) return;
        EndRecordingFor($"{FullDisk.Sentence(full.Directory)} Recording {full.Number} has ended; its {full.Writer.ItemsWritten} samples since {full.Since:u} are readable.");
    }

    private void EndRecordingFor(string trouble)
    {
        Trouble = trouble;
        RecorderLog.DiskFull(_log, trouble);
        EndRecording();
    }

    private void EndRecording()
    {
        CloseRecording();
        SaveState(_state with { Recording = null });
    }

    private void CloseRecording()
    {
        var ended = _recording!;
        _recording = null;
        ended.Writer.Dispose();
        RecorderLog.Ended(_log, ended.Number, ended.Writer.ItemsWritten, ended.Writer.BytesWritten, ended.Writer.Writes);
    }

    private void SaveState(RecorderState state)
    {
        if (state == _state) return;
        _state = state;
        try
        {
            state.Save(_instance.RecorderStatePath);
        }
        catch (IOException e) when (FullDisk.Is(e))
        {
            // On a full disk the old state stays: a restarted recorder tries the recording again.
            RecorderLog.DiskFull(_log, $"{FullDisk.Sentence(e)} What is being recorded is not noted for the next start.");
        }
    }

    private void KeepHouse()
    {
        _housekeptAt = _time.GetTimestamp();
        _intake.MeasureSpan();
        var removed = RecordingRetention.Apply(_instance.RecordingsDirectory, _recording?.Writer.SegmentPath, _time, _options.RecordingLimits);
        if (removed.Count > 0) RecorderLog.Removed(_log, removed.Count, removed.Sum(segment => segment.SizeBytes));
        _history.KeepHouse();
        if (_recording is null || RoomSentence() is not { } noRoom) return;
        FlushAll();
        EndRecordingFor($"Recording {_recording.Number} has ended: {noRoom}");
    }

    /// <summary>Why nothing may be recorded on this disk; null when it may. Older recordings are gone by then.</summary>
    private string? RoomSentence()
    {
        long freeBytes = RecordingRetention.FreeBytes(_instance.RecordingsDirectory);
        return freeBytes >= _options.RecordingLimits.MinFreeBytes ? null
            : $"The disk of {_instance.RecordingsDirectory} has {freeBytes >> 20} MiB left; {_options.RecordingLimits.MinFreeBytes >> 20} MiB are kept free for others (recorder.minFreeMegabytes).";
    }
}

/// <summary>A recording that is being written.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Directory">Where it lies.</param>
/// <param name="From">Earlier positions are in it already.</param>
/// <param name="Since">When this process began to write.</param>
internal sealed record RunningRecording(int Number, string Directory, long From, RecordingWriter Writer, DateTimeOffset Since);
