using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeIpc.Posix;

/// <summary>
/// One value in a mapping, for hot paths: where it lies was checked when this was made (<see cref="SharedMemory.Value"/>), not at
/// each use. The owner of the mapping keeps it mapped while this is used; a default one faults as a null does.
/// </summary>
public readonly unsafe struct SharedValue<T> where T : unmanaged
{
    private readonly T* _at;

    internal SharedValue(T* at) => _at = at;

    /// <summary>The value in place; it does not move.</summary>
    public ref T Ref
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *_at;
    }
}

/// <summary>
/// A power of two of slots in a mapping, by positions that count on for ever: no position can lie outside, so none is checked.
/// Otherwise as <see cref="SharedValue{T}"/>.
/// </summary>
public readonly unsafe struct SharedSlots<T> where T : unmanaged
{
    private readonly T* _first;
    private readonly long _mask;

    internal SharedSlots(T* first, int count)
    {
        if (count <= 0 || !BitOperations.IsPow2(count)) throw new ArgumentOutOfRangeException(nameof(count), $"{count} slots are not a power of two.");
        _first = first;
        _mask = count - 1;
    }

    /// <summary>The slot of a position.</summary>
    public ref T this[long position]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _first[position & _mask];
    }

    /// <summary>The slots from a position on.</summary>
    /// <returns>At most <paramref name="maxCount"/> of them: none lies beyond the last slot.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> From(long position, int maxCount)
    {
        long index = position & _mask;
        return new Span<T>(_first + index, (int)Math.Min(maxCount, _mask + 1 - index));
    }
}
