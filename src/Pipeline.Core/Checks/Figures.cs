using System.Globalization;

namespace Pipeline.Core.Checks;

/// <summary>Numbers for people: four significant digits, more where two numbers would otherwise look the same.</summary>
internal static class Figures
{
    private const int Usual = 4;
    private const int Exact = 17;

    public static string Of(double value) => Of(value, Usual);

    public static Func<double, string> Distinct(IReadOnlyCollection<double> values)
    {
        var different = values.Distinct().ToList();
        var digits = Enumerable.Range(Usual, Exact - Usual)
            .FirstOrDefault(x => different.Select(y => Of(y, x)).Distinct().Count() == different.Count, Exact);
        return x => Of(x, digits);
    }

    private static string Of(double value, int digits)
    {
        if (value == Math.Round(value) && Math.Abs(value) < 1e15)
            return value.ToString("0", CultureInfo.InvariantCulture);
        var whole = Math.Abs(value) < 1 ? 0 : (int)Math.Log10(Math.Abs(value)) + 1;
        return value.ToString("G" + Math.Clamp(whole + 1, digits, Exact), CultureInfo.InvariantCulture);
    }
}
