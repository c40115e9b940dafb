namespace EdgeIpc.Paper;

/// <summary>The modules of a QR code: what never changes (finders, timing, alignment), then data, then the mask.</summary>
internal sealed class QrMatrix
{
    private const int FormatGenerator = 0x537, FormatMask = 0x5412, VersionGenerator = 0x1f25;

    private readonly int _version;
    private readonly QrLevel _level;
    private readonly bool[] _dark;
    private readonly bool[] _isFixed;

    internal QrMatrix(int version, QrLevel level)
    {
        (_version, _level) = (version, level);
        Size = 17 + (4 * version);
        _dark = new bool[Size * Size];
        _isFixed = new bool[Size * Size];
        DrawPatterns();
    }

    internal int Size { get; }

    internal bool IsDark(int x, int y) => _dark[(y * Size) + x];

    /// <summary>Two columns at a time, from the right, upwards and downwards in turn, past the upright timing line.</summary>
    internal void PlaceData(byte[] codewords)
    {
        int bit = 0;
        for (int right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6)
                right = 5;
            bool isUpwards = ((right + 1) & 2) == 0;
            for (int step = 0; step < Size; step++)
            {
                int y = isUpwards ? Size - 1 - step : step;
                for (int x = right; x >= right - 1; x--)
                {
                    int at = (y * Size) + x;
                    if (_isFixed[at] || bit >= codewords.Length * 8)
                        continue;
                    _dark[at] = ((codewords[bit >> 3] >> (7 - (bit & 7))) & 1) != 0;
                    bit++;
                }
            }
        }
    }

    /// <summary>Tries all eight masks and keeps the one with the fewest penalty points.</summary>
    internal void ChooseMask()
    {
        int best = 0, fewest = int.MaxValue;
        for (int mask = 0; mask < 8; mask++)
        {
            ApplyMask(mask);
            DrawFormat(mask);
            int points = QrPenalty.Of(this);
            if (points < fewest)
                (best, fewest) = (mask, points);
            // A mask twice is none.
            ApplyMask(mask);
        }

        ApplyMask(best);
        DrawFormat(best);
    }

    private void ApplyMask(int mask)
    {
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                bool isInverted = mask switch
                {
                    0 => (x + y) % 2 == 0,
                    1 => y % 2 == 0,
                    2 => x % 3 == 0,
                    3 => (x + y) % 3 == 0,
                    4 => ((x / 3) + (y / 2)) % 2 == 0,
                    5 => (x * y % 2) + (x * y % 3) == 0,
                    6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
                    _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
                };
                _dark[(y * Size) + x] ^= isInverted && !_isFixed[(y * Size) + x];
            }
        }
    }

    private void DrawPatterns()
    {
        for (int index = 0; index < Size; index++)
        {
            SetFixed(6, index, index % 2 == 0);
            SetFixed(index, 6, index % 2 == 0);
        }

        DrawFinder(3, 3);
        DrawFinder(Size - 4, 3);
        DrawFinder(3, Size - 4);
        int[] centres = QrTables.AlignmentCentres(_version);
        foreach (int x in centres)
        {
            foreach (int y in centres)
            {
                // Where a finder stands there is no alignment pattern.
                bool isAtFinder = (x == 6 && (y == 6 || y == Size - 7)) || (x == Size - 7 && y == 6);
                if (!isAtFinder)
                    DrawAlignment(x, y);
            }
        }

        DrawFormat(0);
        DrawVersion();
    }

    private void DrawFinder(int centreX, int centreY)
    {
        for (int dy = -4; dy <= 4; dy++)
        {
            for (int dx = -4; dx <= 4; dx++)
            {
                int x = centreX + dx, y = centreY + dy, ring = Math.Max(Math.Abs(dx), Math.Abs(dy));
                if (x >= 0 && x < Size && y >= 0 && y < Size)
                    SetFixed(x, y, ring is not (2 or 4));
            }
        }
    }

    private void DrawAlignment(int centreX, int centreY)
    {
        for (int dy = -2; dy <= 2; dy++)
        {
            for (int dx = -2; dx <= 2; dx++)
                SetFixed(centreX + dx, centreY + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) != 1);
        }
    }

    /// <summary>Level and mask, twice, each with ten bits of BCH remainder.</summary>
    private void DrawFormat(int mask)
    {
        // The standard's codes of the levels: L 1, M 0, Q 3, H 2.
        int data = ((int)_level ^ 1) << 3 | mask;
        int bits = ((data << 10) | BchRemainder(data, 10, FormatGenerator)) ^ FormatMask;
        for (int index = 0; index < 15; index++)
        {
            bool dark = ((bits >> index) & 1) != 0;
            int inColumn = index < 6 ? index : index < 8 ? index + 1 : Size - 15 + index;
            SetFixed(8, inColumn, dark);
            int inRow = index < 8 ? Size - 1 - index : index == 8 ? 7 : 14 - index;
            SetFixed(inRow, 8, dark);
        }

        SetFixed(8, Size - 8, true);
    }

    private void DrawVersion()
    {
        if (_version < 7)
            return;
        int bits = (_version << 12) | BchRemainder(_version, 12, VersionGenerator);
        for (int index = 0; index < 18; index++)
        {
            bool dark = ((bits >> index) & 1) != 0;
            int far = Size - 11 + (index % 3), near = index / 3;
            SetFixed(far, near, dark);
            SetFixed(near, far, dark);
        }
    }

    private static int BchRemainder(int data, int bits, int generator)
    {
        int remainder = data;
        for (int index = 0; index < bits; index++)
            remainder = (remainder << 1) ^ ((remainder >> (bits - 1)) * generator);
        return remainder;
    }

    private void SetFixed(int x, int y, bool dark)
    {
        _dark[(y * Size) + x] = dark;
        _isFixed[(y * Size) + x] = true;
    }
}
