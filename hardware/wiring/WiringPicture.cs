using System.Globalization;
using System.Security;
using System.Text;

namespace EdgeIpc.Wiring;

/// <summary>The wiring as a picture: the header in the middle as it lies on the board, the parts on both sides, one line a wire.</summary>
internal static class WiringPicture
{
    private const int Width = 1000, PinPitch = 34, Top = 60, ColumnLeft = 470, ColumnRight = 530, PinRadius = 11;
    private const int PartWidth = 250, PartGap = 14, TerminalPitch = 22, PartHead = 28;
    private const int LeftPartX = 20, RightPartX = Width - 20 - PartWidth;

    private static readonly string[] WireColours = ["#0b6e4f", "#8a4baf", "#1d5fa8", "#b35900", "#7a6a00", "#a8324a"];

    public static string Svg(StationWiring wiring)
    {
        var text = new StringBuilder();
        var sides = Sides(wiring);
        int height = Math.Max(Top + (PinPitch * 20) + 20, sides.Max(side => side.Height) + Top);
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        text.Append("<title>Wiring of the station</title>\n").Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"30\" text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\">Raspberry Pi, 40-pin header</text>\n");
        foreach (var side in sides) side.Draw(text, wiring);
        DrawHeader(text);
        return text.Append("</svg>\n").ToString();
    }

    private static (int X, int Y) PinAt(int position) => (position % 2 == 1 ? ColumnLeft : ColumnRight, Top + ((position - 1) / 2 * PinPitch) + PinRadius);

    private static void DrawHeader(StringBuilder text)
    {
        foreach (var pin in Enumerable.Range(1, Header.PinCount).Select(Header.At))
        {
            var (x, y) = PinAt(pin.Position);
            string fill = pin switch { { Name: "3V3" } => "#f4a640", { Name: "5V" } => "#d9483b", { IsGround: true } => "#333333", _ => "#7fb685" };
            string ink = pin.IsGround || pin.Name == "5V" ? "#ffffff" : "#000000";
            text.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y}\" r=\"{PinRadius}\" fill=\"{fill}\"/><text x=\"{x}\" y=\"{y + 4}\" text-anchor=\"middle\" font-size=\"10\" fill=\"{ink}\">{pin.Position}</text>\n");
        }
    }

    private static List<Side> Sides(StationWiring wiring)
    {
        // A part stands on the side, and at the height, where most of its wires end.
        var wired = wiring.Parts.Where(part => wiring.Wires.Any(wire => wire.Part == part.Id))
            .Select(part => (Part: part, Pins: wiring.Wires.Where(wire => wire.Part == part.Id).Select(wire => wire.Pin).ToList()))
            .OrderBy(one => one.Pins.Average()).ToList();
        return
        [
            new Side(LeftPartX, IsLeft: true, [.. wired.Where(one => IsOdd(one.Pins)).Select(one => one.Part)]),
            new Side(RightPartX, IsLeft: false, [.. wired.Where(one => !IsOdd(one.Pins)).Select(one => one.Part)]),
        ];

        static bool IsOdd(List<int> pins) => pins.Count(pin => pin % 2 == 1) * 2 >= pins.Count;
    }

    /// <summary>The parts on one side of the header, from the top down.</summary>
    private sealed record Side(int X, bool IsLeft, IReadOnlyList<Part> Parts)
    {
        public int Height => Parts.Count * (PartHead + PartGap + (4 * TerminalPitch));

        public void Draw(StringBuilder text, StationWiring wiring)
        {
            int y = Top;
            foreach (var part in Parts)
            {
                var wires = wiring.Wires.Where(wire => wire.Part == part.Id).ToList();
                int height = PartHead + (wires.Count * TerminalPitch) + 4;
                text.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X}\" y=\"{y}\" width=\"{PartWidth}\" height=\"{height}\" rx=\"6\" fill=\"#f3f6f9\" stroke=\"#7a8794\"/>\n");
                text.Append(CultureInfo.InvariantCulture, $"<text x=\"{X + 10}\" y=\"{y + 18}\" font-weight=\"bold\">{SecurityElement.Escape(part.Name)}</text>\n");
                for (int i = 0; i < wires.Count; i++) DrawWire(text, wires[i], y + PartHead + (i * TerminalPitch) + 8);
                y += height + PartGap;
            }
        }

        private void DrawWire(StringBuilder text, Wire wire, int y)
        {
            var (pinX, pinY) = PinAt(wire.Pin);
            var pin = Header.At(wire.Pin);
            int x = IsLeft ? X + PartWidth : X;
            string colour = pin.IsGround ? "#333333" : pin.Name == "3V3" ? "#c97800" : WireColours[wire.Pin % WireColours.Length];
            string dashes = wire.Through.Length > 0 ? " stroke-dasharray=\"6 3\"" : "";
            int bend = IsLeft ? 90 : -90;
            text.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x} {y} C{x + bend} {y} {pinX - bend} {pinY} {pinX} {pinY}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>\n");
            string label = $"{wire.Terminal} - {pin.Name}{(pin.Signal.Length > 0 ? " " + pin.Signal : "")}{(wire.Through.Length > 0 ? ", by " + wire.Through : "")}";
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{(IsLeft ? x - 8 : x + 8)}\" y=\"{y + 4}\" text-anchor=\"{(IsLeft ? "end" : "start")}\">{SecurityElement.Escape(label)}</text>\n");
        }
    }
}
