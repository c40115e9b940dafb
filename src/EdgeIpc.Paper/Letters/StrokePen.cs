using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>Where a shape goes inside a cell: scaled, then moved.</summary>
internal readonly record struct StrokeTransform(double ScaleX, double ScaleY, double MoveX, double MoveY)
{
    internal static StrokeTransform Identity { get; } = new(1, 1, 0, 0);

    internal (double X, double Y) Apply(double x, double y) => ((x * ScaleX) + MoveX, (y * ScaleY) + MoveY);

    /// <summary>The outer transform applied after the inner one.</summary>
    internal StrokeTransform Then(StrokeTransform outer) => new(
        ScaleX * outer.ScaleX,
        ScaleY * outer.ScaleY,
        (MoveX * outer.ScaleX) + outer.MoveX,
        (MoveY * outer.ScaleY) + outer.MoveY);
}

/// <summary>
/// Draws strokes into a cell. Shapes are written for a cell of 12x24, x to the right, y down, as words:
/// <c>M x,y</c> begins, <c>L x,y..</c> draws lines, <c>Q cx,cy x,y</c> a curve, <c>A cx,cy rx,ry from to</c> an arc in
/// degrees (0 right, 90 down), <c>E cx,cy rx,ry</c> a closed oval, <c>D x,y</c> a full stop, <c>d x,y</c> a small dot,
/// <c>P r</c> sets the pen, <c>&amp; c sx,sy dx,dy</c> draws another character's strokes, scaled and moved.
/// </summary>
internal sealed class StrokePen(int width, int height, double penRadius)
{
    private const double DesignWidth = 12, DesignHeight = 24;

    // A little squarer than an ellipse: at twelve dots a true oval looks pinched.
    private const double Roundness = 2.3;

    private const double FullStop = 1.6, SmallDot = 1.1;

    private readonly double _fullPen = penRadius;
    private double _pen = penRadius;
    private double _x;
    private double _y;

    internal ushort[] Rows { get; } = new ushort[height];

    internal int Width => width;

    internal int Height => height;

    internal void Draw(string strokes, StrokeTransform transform)
    {
        string[] words = strokes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int next = 0;
        while (next < words.Length)
        {
            switch (words[next++])
            {
                case "M":
                    (_x, _y) = Point(transform);
                    break;
                case "L":
                    while (next < words.Length && words[next].Contains(',', StringComparison.Ordinal))
                        LineTo(Point(transform));
                    break;
                case "Q":
                    Curve(Point(transform), Point(transform));
                    break;
                case "A":
                    Arc(Pair(), Pair(), Number(), Number(), transform);
                    break;
                case "E":
                    Arc(Pair(), Pair(), 0, 360, transform);
                    break;
                case "D":
                    Dot(Point(transform), FullStop);
                    break;
                case "d":
                    Dot(Point(transform), SmallDot);
                    break;
                case "P":
                    _pen = Number() * _fullPen;
                    break;
                case "&":
                    Include(words[next++][0], Pair(), Pair(), transform);
                    break;
                default:
                    throw new FormatException($"a stroke word '{words[next - 1]}' in '{strokes}'");
            }
        }

        double Number() => double.Parse(words[next++], CultureInfo.InvariantCulture);

        (double X, double Y) Pair()
        {
            string word = words[next++];
            int comma = word.IndexOf(',', StringComparison.Ordinal);
            return (double.Parse(word.AsSpan(0, comma), CultureInfo.InvariantCulture),
                double.Parse(word.AsSpan(comma + 1), CultureInfo.InvariantCulture));
        }

        (double X, double Y) Point(StrokeTransform by)
        {
            (double x, double y) = Pair();
            return by.Apply(x, y);
        }
    }

    /// <summary>Fills whole dots of the cell: what boxes and blocks are made of.</summary>
    internal void Fill(int left, int top, int right, int bottom)
    {
        for (int y = Math.Max(0, top); y < Math.Min(height, bottom); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(width, right); x++)
                Set(x, y);
        }
    }

    internal void Set(int x, int y) => Rows[y] |= (ushort)(1 << (width - 1 - x));

    private void Include(char character, (double X, double Y) scale, (double X, double Y) move, StrokeTransform outer)
    {
        string strokes = StrokeFont.Strokes(character) ?? throw new FormatException($"no strokes for '{character}'");
        Draw(strokes, new StrokeTransform(scale.X, scale.Y, move.X, move.Y).Then(outer));
    }

    private void LineTo((double X, double Y) end)
    {
        Segment(_x, _y, end.X, end.Y);
        (_x, _y) = end;
    }

    private void Curve((double X, double Y) control, (double X, double Y) end)
    {
        (double startX, double startY) = (_x, _y);
        const int Steps = 16;
        for (int step = 1; step <= Steps; step++)
        {
            double t = (double)step / Steps, u = 1 - t;
            LineTo(((u * u * startX) + (2 * u * t * control.X) + (t * t * end.X),
                (u * u * startY) + (2 * u * t * control.Y) + (t * t * end.Y)));
        }
    }

    private void Arc((double X, double Y) centre, (double X, double Y) radius, double from, double to, StrokeTransform transform)
    {
        const int Steps = 40;
        for (int step = 0; step <= Steps; step++)
        {
            double angle = (from + ((to - from) * step / Steps)) * Math.PI / 180;
            (double x, double y) = transform.Apply(
                centre.X + (radius.X * Flattened(Math.Cos(angle))), centre.Y + (radius.Y * Flattened(Math.Sin(angle))));
            if (step == 0)
                (_x, _y) = (x, y);
            else
                LineTo((x, y));
        }

        static double Flattened(double value) => Math.Sign(value) * Math.Pow(Math.Abs(value), 2 / Roundness);
    }

    private void Dot((double X, double Y) at, double radius)
    {
        double before = _pen;
        _pen = radius * _fullPen;
        Segment(at.X, at.Y, at.X, at.Y);
        _pen = before;
    }

    /// <summary>Inks every dot whose centre the pen touches on its way.</summary>
    private void Segment(double startX, double startY, double endX, double endY)
    {
        double toX = width / DesignWidth, toY = height / DesignHeight;
        double ax = startX * toX, ay = startY * toY, dx = (endX * toX) - ax, dy = (endY * toY) - ay;
        double lengthSquared = (dx * dx) + (dy * dy);
        int top = (int)Math.Floor(Math.Min(ay, ay + dy) - _pen), bottom = (int)Math.Ceiling(Math.Max(ay, ay + dy) + _pen);
        for (int y = Math.Max(0, top); y < Math.Min(height, bottom); y++)
        {
            for (int x = 0; x < width; x++)
            {
                double px = x + 0.5 - ax, py = y + 0.5 - ay;
                double along = lengthSquared == 0 ? 0 : Math.Clamp(((px * dx) + (py * dy)) / lengthSquared, 0, 1);
                double ox = px - (along * dx), oy = py - (along * dy);
                // The hair more lets two neighbouring dots both count when the pen passes exactly between them.
                if ((ox * ox) + (oy * oy) <= (_pen * _pen) + 0.001)
                    Set(x, y);
            }
        }
    }
}
