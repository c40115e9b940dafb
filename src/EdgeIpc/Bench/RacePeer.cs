namespace EdgeIpc.Bench;

/// <summary>What a run measures.</summary>
internal enum RaceKind
{
    /// <summary>One way of a round trip between two spinning processes.</summary>
    Spin,

    /// <summary>A sample's share of a flow of single samples.</summary>
    Single,

    /// <summary>A sample's share of a flow in batches of 64.</summary>
    Batch,

    /// <summary>From the sending of a sample, one each 200 us, to its sleeping receiver's waking.</summary>
    Wake,
}

/// <summary>One way for a sample to get from one process to another: what it promises, and how its two sides are run.</summary>
internal abstract class RacePeer
{
    public abstract string Name { get; }

    /// <summary>What a reader may rely on, for the table.</summary>
    public abstract string Guarantee { get; }

    /// <summary>Samples of a flow that take about a quarter of a second.</summary>
    public abstract int FlowCount { get; }

    /// <summary>Both sides are threads of one process, for peers that can't leave it.</summary>
    public virtual bool IsInOneProcess => false;

    /// <summary>It has threads of its own, which a measuring thread before all others would starve.</summary>
    public virtual bool HasThreads => false;

    /// <summary>Whether it can do this at all; a blocking peer can't spin, a spinning one can't sleep.</summary>
    public abstract bool Takes(RaceKind kind);

    /// <summary>Why it doesn't take part on this machine, or null. Looked at once, before the race.</summary>
    public virtual string? FindObstacle() => null;

    /// <summary>The program that runs a side and its first arguments; null for this program's own hidden verb.</summary>
    public virtual IReadOnlyList<string>? Command => null;

    /// <summary>Runs a side in this process, for peers without a <see cref="Command"/>.</summary>
    public abstract RaceFigure? Run(RaceSide side);
}

/// <summary>A peer that is run here, made of its two ends.</summary>
internal abstract class RacePeer<TSender, TReceiver> : RacePeer where TSender : struct, IRaceSender where TReceiver : struct, IRaceReceiver
{
    /// <summary>Makes a link at a path, whose directory exists.</summary>
    protected abstract TSender OpenSender(string path);

    /// <summary>Joins a link whose sender is there.</summary>
    protected abstract TReceiver OpenReceiver(string path);

    public sealed override RaceFigure? Run(RaceSide side) => side.Role switch
    {
        RaceRole.Both => RunBoth(side),
        _ when side.Kind == RaceKind.Spin => RunEcho(side, side.Role == RaceRole.Sender, side.Processor),
        RaceRole.Sender => RunSender(side),
        _ => RunReceiver(side),
    };

    private RaceFigure? RunSender(RaceSide side)
    {
        var sender = OpenSender(side.Path);
        try
        {
            side.Meet();
            side.Begin(side.Processor);
            Send(side, ref sender);
            // The other side may still be reading what this end holds.
            side.AwaitEnd();
        }
        finally
        {
            sender.Dispose();
        }

        return null;
    }

    private RaceFigure? RunReceiver(RaceSide side)
    {
        side.Meet();
        var receiver = OpenReceiver(side.Path);
        try
        {
            side.Begin(side.Processor);
            return Receive(side, ref receiver);
        }
        finally
        {
            receiver.Dispose();
        }
    }

    private RaceFigure? RunEcho(RaceSide side, bool asks, int processor)
    {
        var sender = OpenSender(side.Path + (asks ? ".there" : ".back"));
        try
        {
            side.Meet();
            var receiver = OpenReceiver(side.Path + (asks ? ".back" : ".there"));
            try
            {
                side.Begin(processor);
                if (asks) return RaceLoops.Ask(ref sender, ref receiver, side.Count);
                RaceLoops.Answer(ref sender, ref receiver, side.Count);
                side.AwaitEnd();
                return null;
            }
            finally
            {
                receiver.Dispose();
            }
        }
        finally
        {
            sender.Dispose();
        }
    }

    private RaceFigure? RunBoth(RaceSide side)
    {
        RaceFigure? asked = null;
        using var meeting = new Barrier(2);
        var here = side with { Meeting = meeting, Role = RaceRole.Receiver };
        var there = side with { Meeting = meeting, Role = RaceRole.Sender, Processor = side.OtherProcessor };
        var sender = new Thread(() => asked = Run(there));
        sender.Start();
        var figure = Run(here);
        sender.Join();
        return figure ?? asked;
    }

    private static void Send(RaceSide side, ref TSender sender)
    {
        if (side.Kind == RaceKind.Wake) RaceLoops.SendPaced(ref sender, side.Count);
        else RaceLoops.SendFlow(ref sender, side.Count, side.BatchCount);
    }

    private static RaceFigure Receive(RaceSide side, ref TReceiver receiver) => side.Kind == RaceKind.Wake
        ? RaceLoops.ReceivePaced(ref receiver, side.Count)
        : RaceLoops.ReceiveFlow(ref receiver, side.Count, side.BatchCount);
}
