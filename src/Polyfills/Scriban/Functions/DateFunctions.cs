using System;
using System.Globalization;
using Scriban.Runtime;

namespace Scriban.Functions;

internal static class DateFunctions
{
    public static DateTime Now() => DateTime.Now;

    public static DateTime UtcNow() => DateTime.UtcNow;

    public static DateTime AddDays(DateTime date, double days) => date.AddDays(days);

    public static DateTime AddMonths(DateTime date, int months) => date.AddMonths(months);

    public static DateTime AddYears(DateTime date, int years) => date.AddYears(years);

    public static DateTime AddHours(DateTime date, double hours) => date.AddHours(hours);

    public static DateTime AddMinutes(DateTime date, double minutes) => date.AddMinutes(minutes);

    public static DateTime AddSeconds(DateTime date, double seconds) => date.AddSeconds(seconds);

    public static DateTime AddMilliseconds(DateTime date, double millis) => date.AddMilliseconds(millis);

    /// <summary>Null for text that is no date.</summary>
    public static DateTime? Parse(TemplateContext context, string text, string pattern = null, string culture = null)
    {
        var format = culture is null ? context.CurrentCulture : CultureInfo.GetCultureInfo(culture);
        if (pattern is not null)
            throw new NotSupportedException("A pattern for date.parse is not supported by this implementation of Scriban.");

        return DateTime.TryParse(text, format, DateTimeStyles.None, out var date) ? date : null;
    }

    public static string ToString(TemplateContext context, DateTime? datetime, string pattern = null, string culture = null)
    {
        if (datetime is not { } date)
            return null;

        var format = culture is null ? context.CurrentCulture : CultureInfo.GetCultureInfo(culture);
        return DateFormat.Of(date, pattern ?? DateFormat.Pattern, format);
    }

    public static string ParseToString(TemplateContext context, string text, string outputPattern = null) =>
        ToString(context, Parse(context, text), outputPattern);
}
