namespace EdgeIpc.Ledger.Tests;

/// <summary>What a process meets when SIGKILL hits it: nothing after this runs.</summary>
internal sealed class KilledException : Exception;

/// <summary>Kills a simulated process before its n-th store to shared memory, for every n until it survives.</summary>
internal sealed class Kill(int afterStores)
{
    private int _left = afterStores;

    public static Kill Never => new(int.MaxValue);

    public Kill Clone() => new(_left);

    /// <summary>Call before each step that others can see.</summary>
    public void Strike()
    {
        if (_left-- == 0) throw new KilledException();
    }

    /// <summary>Runs a life; false when it was killed.</summary>
    public bool Survives(Action<Kill> life)
    {
        try
        {
            life(this);
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    /// <summary>Runs a check for a kill at every store of a life, until the life runs through; says how many kills that were.</summary>
    public static int AtEveryStore(Func<Kill, bool> check)
    {
        int kills = 0;
        while (!check(new Kill(kills))) kills++;
        return kills;
    }
}
