using ParquetSharp;
using Pipeline.Data.Columns;
using Pipeline.Data.Values;

namespace Pipeline.Data.Parquet;

/// <summary>Dates, as days since 1970.</summary>
internal readonly struct DateType : IValueType<int>
{
    private const int FirstDay = 719_162;
    private const int Length = 10;

    public VectorType Type => VectorType.Moment;

    public bool MayFail => true;

    public bool IsValid(int value) => IsInCalendar(value);

    public Moment Moment(int value) => IsValid(value) ? new Moment(TicksOf(value)) : Models.Values.Moment.None;

    public int MostBytes(int length) => Length;

    public int Write(int value, Span<byte> target) => Write((long)value, target);

    public static bool IsInCalendar(long day) => day is >= -FirstDay and <= 2_932_896;

    public static long TicksOf(long day) => (day + FirstDay) * TimeSpan.TicksPerDay;

    public static int Write(long day, Span<byte> target)
    {
        var (year, month, date) = DateOnly.FromDayNumber((int)day + FirstDay);
        ClockType.TwoDigits(year / 100, target);
        ClockType.TwoDigits(year % 100, target[2..]);
        target[4] = target[7] = (byte)'-';
        ClockType.TwoDigits(month, target[5..]);
        ClockType.TwoDigits(date, target[8..]);
        return Length;
    }
}

/// <summary>Times of a day, as units since midnight: texts, because there is no day to make moments of them.</summary>
/// <param name="unitsOfSecond">A thousand, a million or a billion.</param>
internal readonly struct ClockType(long unitsOfSecond) : IValueType<int>, IValueType<long>
{
    public const int Length = 18;

    private const int SecondsOfDay = 24 * 60 * 60;

    public VectorType Type => VectorType.Text;

    public bool MayFail => true;

    public bool IsValid(int value) => IsValid((long)value);

    public bool IsValid(long value) => value >= 0 && value / unitsOfSecond < SecondsOfDay;

    public int MostBytes(int length) => Length;

    public int Write(int value, Span<byte> target) => Write((long)value, target);

    public int Write(long value, Span<byte> target)
    {
        var (second, fraction) = Math.DivRem(value, unitsOfSecond);
        return Write((int)second, fraction, unitsOfSecond, target);
    }

    /// <summary>The fraction has no zeros at its end.</summary>
    public static int Write(int second, long fraction, long unitsOfSecond, Span<byte> target)
    {
        TwoDigits(second / 3600, target);
        TwoDigits(second / 60 % 60, target[3..]);
        TwoDigits(second % 60, target[6..]);
        target[2] = target[5] = (byte)':';
        if (fraction == 0)
            return 8;
        target[8] = (byte)'.';
        var length = 9;
        for (var unit = unitsOfSecond / 10; fraction > 0; unit /= 10)
        {
            target[length++] = (byte)('0' + (fraction / unit));
            fraction %= unit;
        }

        return length;
    }

    public static void TwoDigits(int value, Span<byte> target)
    {
        target[0] = (byte)('0' + (value / 10));
        target[1] = (byte)('0' + (value % 10));
    }
}

/// <summary>Moments; as texts by ISO 8601, with Z where the file says that they are of UTC.</summary>
/// <param name="unitsOfSecond">A thousand, a million or a billion.</param>
/// <param name="isUtc">Whether it does.</param>
internal readonly struct MomentType(long unitsOfSecond, bool isUtc) : IValueType<long>, IValueType<Int96>
{
    private const long SecondsOfDay = 24 * 60 * 60;
    private const long NanosecondsOfDay = SecondsOfDay * Nanoseconds;
    private const long Nanoseconds = 1_000_000_000;
    private const int NanosecondsOfTick = 100;

    /// <summary>Days are counted from noon of a day in 4713 BC; 1970 began with this one.</summary>
    private const long JulianDayOf1970 = 2_440_588;

    public VectorType Type => VectorType.Moment;

    public bool MayFail => true;

    public bool IsValid(long value) => DateType.IsInCalendar(Split(value).Day);

    public bool IsValid(Int96 value) => DateType.IsInCalendar(Split(value).Day);

    public Moment Moment(long value) => Moment(Split(value));

    public Moment Moment(Int96 value) => Moment(Split(value));

    public int MostBytes(int length) => 10 + 1 + ClockType.Length + 1;

    public int Write(long value, Span<byte> target) => Write(Split(value), target);

    public int Write(Int96 value, Span<byte> target) => Write(Split(value), target);

    private Moment Moment((long Day, int Second, long Fraction) parts)
    {
        if (!DateType.IsInCalendar(parts.Day))
            return Models.Values.Moment.None;
        var (ticks, nanoseconds) = Math.DivRem(parts.Fraction * (Nanoseconds / unitsOfSecond), NanosecondsOfTick);
        return new Moment(
            DateType.TicksOf(parts.Day) + (parts.Second * TimeSpan.TicksPerSecond) + ticks, (int)nanoseconds);
    }

    private int Write((long Day, int Second, long Fraction) parts, Span<byte> target)
    {
        var length = DateType.Write(parts.Day, target);
        target[length++] = (byte)'T';
        length += ClockType.Write(parts.Second, parts.Fraction, unitsOfSecond, target[length..]);
        if (isUtc)
            target[length++] = (byte)'Z';
        return length;
    }

    private (long Day, int Second, long Fraction) Split(long value)
    {
        var (second, fraction) = Floor(value, unitsOfSecond);
        var (day, clock) = Floor(second, SecondsOfDay);
        return (day, (int)clock, fraction);
    }

    /// <summary>The nanoseconds of a day, and the day.</summary>
    private static (long Day, int Second, long Fraction) Split(Int96 value)
    {
        var (days, nanoseconds) = Floor((long)(((ulong)(uint)value.B << 32) | (uint)value.A), NanosecondsOfDay);
        var (second, fraction) = Math.DivRem(nanoseconds, Nanoseconds);
        return ((uint)value.C - JulianDayOf1970 + days, (int)second, fraction);
    }

    private static (long Quotient, long Remainder) Floor(long value, long divisor)
    {
        var (quotient, rest) = Math.DivRem(value, divisor);
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest);
    }
}
