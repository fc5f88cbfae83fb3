using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pipeline.Models.Values;

namespace Pipeline.Models.Features;

/// <summary>A number of a moment in UTC; of those that pandas has too, with its numbers.</summary>
public enum TimestampPart
{
    Year,

    [Description("From 1 to 4.")]
    Quarter,

    [Description("From 1 to 12.")]
    Month,

    [Description("From 1 to 53, by ISO 8601.")]
    Week,

    [Description("Of the month, from 1 to 31.")]
    Day,

    [Description("From 0 for Monday to 6.")]
    DayOfWeek,

    [Description("From 1 to 366.")]
    DayOfYear,

    [Description("From 0 to 23.")]
    Hour,

    [Description("From 0 to 59.")]
    Minute,

    [Description("Days, with their fractions, since the first moment of the train rows.")]
    Elapsed,
}

/// <summary>How the parts of a timestamp are told to a model.</summary>
public enum PartEncoding
{
    [Description("One number each, as trees want them.")]
    Number,

    [Description("An indicator of each number that training has seen; years and elapsed days stay numbers.")]
    OneHot,

    [Description("Sine and cosine, so that December is beside January; years and elapsed days stay numbers.")]
    Cyclical,
}

/// <summary>Computes parts of moments.</summary>
public static class MomentParts
{
    private const int MostBytes = 64;

    /// <summary>How many numbers there are before the first comes again; null for a part that only grows.</summary>
    public static int? Period(this TimestampPart part) => part switch
    {
        TimestampPart.Quarter => 4,
        TimestampPart.Month => 12,
        TimestampPart.Week => 53,
        TimestampPart.Day => 31,
        TimestampPart.DayOfWeek => 7,
        TimestampPart.DayOfYear => 366,
        TimestampPart.Hour => 24,
        TimestampPart.Minute => 60,
        TimestampPart.Year or TimestampPart.Elapsed => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>Of a timestamp as data has it; null and what is none are <see cref="Moment.None"/>.</summary>
    public static Moment Read(string? text)
    {
        if (text is null || text.Length > MostBytes)
            return Moment.None;
        Span<byte> utf8 = stackalloc byte[MostBytes];
        return Ascii.FromUtf16(text, utf8, out var length) == System.Buffers.OperationStatus.Done
            ? TimestampText.Read(utf8[..length])
            : Moment.None;
    }

    /// <summary>NaN for no moment. One that its offset leads out of the calendar is the calendar's nearest end.</summary>
    /// <param name="part">Which number.</param>
    /// <param name="moment">In UTC.</param>
    /// <param name="since">What elapsed counts from.</param>
    public static double Of(this TimestampPart part, Moment moment, DateTimeOffset? since = null)
    {
        if (moment.IsNone)
            return double.NaN;
        var time = new DateTime(Math.Clamp(moment.Ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
        return part switch
        {
            TimestampPart.Year => time.Year,
            TimestampPart.Quarter => ((time.Month - 1) / 3) + 1,
            TimestampPart.Month => time.Month,
            TimestampPart.Week => ISOWeek.GetWeekOfYear(time),
            TimestampPart.Day => time.Day,
            TimestampPart.DayOfWeek => ((int)time.DayOfWeek + 6) % 7,
            TimestampPart.DayOfYear => time.DayOfYear,
            TimestampPart.Hour => time.Hour,
            TimestampPart.Minute => time.Minute,
            TimestampPart.Elapsed => (time.Ticks - (since ?? DateTimeOffset.UnixEpoch).UtcTicks) / (double)TimeSpan.TicksPerDay,
            _ => throw new UnreachableException(),
        };
    }
}
