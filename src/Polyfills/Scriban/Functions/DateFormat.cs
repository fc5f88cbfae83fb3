using System;
using System.Globalization;
using System.Text;

namespace Scriban.Functions;

/// <summary>Dates in the letters of <c>strftime</c>.</summary>
internal static class DateFormat
{
    public const string Pattern = "%d %b %Y";

    public static string Default(TemplateContext context, DateTime date) => Of(date, Pattern, context.CurrentCulture);

    public static string Of(DateTime date, string pattern, CultureInfo culture)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i == pattern.Length - 1)
                result.Append(pattern[i]);
            else
                result.Append(Letter(date, pattern[++i], culture));
        }

        return result.ToString();
    }

    private static string Letter(DateTime date, char letter, CultureInfo culture) => letter switch
    {
        'a' => date.ToString("ddd", culture),
        'A' => date.ToString("dddd", culture),
        'b' or 'h' => date.ToString("MMM", culture),
        'B' => date.ToString("MMMM", culture),
        'C' => (date.Year / 100).ToString("D2", culture),
        'd' => date.ToString("dd", culture),
        'D' => date.ToString("MM/dd/yy", CultureInfo.InvariantCulture),
        'e' => date.Day.ToString(culture).PadLeft(2),
        'F' => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        'H' => date.ToString("HH", culture),
        'I' => date.ToString("hh", culture),
        'j' => date.DayOfYear.ToString("D3", culture),
        'k' => date.Hour.ToString(culture),
        'l' => date.ToString("%h", culture),
        'L' => date.ToString("fff", culture),
        'm' => date.ToString("MM", culture),
        'M' => date.ToString("mm", culture),
        'n' => "\n",
        'N' => date.ToString("fffffff00", culture),
        'p' => date.ToString("tt", culture).ToUpper(culture),
        'P' => date.ToString("tt", culture).ToLower(culture),
        'R' => date.ToString("HH:mm", CultureInfo.InvariantCulture),
        's' => ((DateTimeOffset)date.ToUniversalTime()).ToUnixTimeSeconds().ToString(culture),
        'S' => date.ToString("ss", culture),
        't' => "\t",
        'T' => date.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(culture),
        'w' => ((int)date.DayOfWeek).ToString(culture),
        'V' => ISOWeek.GetWeekOfYear(date).ToString("D2", culture),
        'G' => ISOWeek.GetYear(date).ToString("D4", culture),
        'y' => date.ToString("yy", culture),
        'Y' => date.ToString("yyyy", culture),
        'z' => date.ToString("zzz", culture),
        '%' => "%",
        _ => throw new NotSupportedException($"The date format %{letter} is not supported by this implementation of Scriban."),
    };
}
