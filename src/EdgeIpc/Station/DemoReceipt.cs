using System.Globalization;
using System.Text;

namespace EdgeIpc.Station;

/// <summary>The receipts of the demo: what a workshop's weigh station would print. The same number and seed give the same receipt.</summary>
internal static class DemoReceipt
{
    private const int Columns = 32;

    private static readonly (string Name, double PricePerKg)[] Materials =
    [
        ("Steel turnings", 0.18), ("Copper, bright", 6.95), ("Brass fittings", 4.10), ("Aluminium sheet", 1.35),
        ("Stainless 304", 1.20), ("Lead, clean", 1.55), ("Zinc die cast", 0.92), ("Cable, mixed", 1.80),
    ];

    /// <returns>Text of 32 columns, one receipt.</returns>
    public static string Text(int number, int submitter, int seed)
    {
        var random = new Random(unchecked(number * 7919 + seed));
        var text = new StringBuilder();
        text.AppendLine(Centered("MÜLLER METALS"));
        text.AppendLine(Centered("Weigh station 2"));
        text.AppendLine(new string('-', Columns));
        text.AppendLine(Row($"Ticket {number:0000}", $"Scale {submitter + 1:00}"));
        text.AppendLine();
        double total = 0;
        for (int line = random.Next(2, 5); line > 0; line--)
        {
            var (name, pricePerKg) = Materials[random.Next(Materials.Length)];
            double kilograms = Math.Round(random.NextDouble() * 180 + 2, 1), amount = Math.Round(kilograms * pricePerKg, 2);
            total += amount;
            text.AppendLine(name);
            text.AppendLine(Row(string.Create(CultureInfo.InvariantCulture, $"  {kilograms,6:0.0} kg x {pricePerKg:0.00} €"), Euros(amount)));
        }

        text.AppendLine(new string('-', Columns));
        text.AppendLine(Row("TOTAL", $"{Euros(total)} €"));
        text.AppendLine();
        text.AppendLine(Centered("Thank you, drive safely"));
        return text.ToString();
    }

    private static string Euros(double amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Row(string left, string right) => left + right.PadLeft(Math.Max(1 + right.Length, Columns - left.Length));

    private static string Centered(string text) => new string(' ', (Columns - text.Length) / 2) + text;
}
