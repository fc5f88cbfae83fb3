using ParquetSharp;

namespace Pipeline.Data.Parquet;

/// <summary>Dates, as days since 1970.</summary>
internal readonly struct DateWords : IValueText<int>
{
    private const int FirstDay = 719_162;

    public int MostBytes => 10;

    public int Write(int value, Span<byte> target) => Write((long)value, target);

    public static int Write(long day, Span<byte> target)
    {
        if (day < -FirstDay || day > DateOnly.MaxValue.DayNumber - FirstDay)
            return -1;
        var (year, month, date) = DateOnly.FromDayNumber((int)day + FirstDay);
        ClockWords.TwoDigits(year / 100, target);
        ClockWords.TwoDigits(year % 100, target[2..]);
        target[4] = target[7] = (byte)'-';
        ClockWords.TwoDigits(month, target[5..]);
        ClockWords.TwoDigits(date, target[8..]);
        return 10;
    }
}

/// <summary>Times of a day, as units since midnight.</summary>
/// <param name="unitsOfSecond">A thousand, a million or a billion.</param>
internal readonly struct ClockWords(long unitsOfSecond) : IValueText<int>, IValueText<long>
{
    public const int Length = 18;

    private const int SecondsOfDay = 24 * 60 * 60;

    public int MostBytes => Length;

    public int Write(int value, Span<byte> target) => Write((long)value, target);

    public int Write(long value, Span<byte> target)
    {
        var (second, fraction) = Math.DivRem(value, unitsOfSecond);
        return value < 0 || second >= SecondsOfDay ? -1 : Write((int)second, fraction, unitsOfSecond, target);
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

/// <summary>Moments as ISO 8601 has them, with Z where the file says that they are of UTC.</summary>
/// <param name="unitsOfSecond">A thousand, a million or a billion.</param>
/// <param name="isUtc">Whether it does.</param>
internal readonly struct MomentWords(long unitsOfSecond, bool isUtc) : IValueText<long>, IValueText<Int96>
{
    private const long SecondsOfDay = 24 * 60 * 60;
    private const long NanosecondsOfDay = SecondsOfDay * Nanoseconds;
    private const long Nanoseconds = 1_000_000_000;

    /// <summary>Days are counted from noon of a day in 4713 BC; 1970 began with this one.</summary>
    private const long JulianDayOf1970 = 2_440_588;

    public int MostBytes => 10 + 1 + ClockWords.Length + 1;

    public int Write(long value, Span<byte> target)
    {
        var (second, fraction) = Floor(value, unitsOfSecond);
        var (day, clock) = Floor(second, SecondsOfDay);
        return Write(day, (int)clock, fraction, target);
    }

    /// <summary>The nanoseconds of a day, and the day.</summary>
    public int Write(Int96 value, Span<byte> target)
    {
        var (days, nanoseconds) = Floor((long)(((ulong)(uint)value.B << 32) | (uint)value.A), NanosecondsOfDay);
        var (second, fraction) = Math.DivRem(nanoseconds, Nanoseconds);
        return Write((uint)value.C - JulianDayOf1970 + days, (int)second, fraction, target);
    }

    private int Write(long day, int second, long fraction, Span<byte> target)
    {
        if (DateWords.Write(day, target) is var length && length < 0)
            return -1;
        target[length++] = (byte)'T';
        length += ClockWords.Write(second, fraction, unitsOfSecond, target[length..]);
        if (isUtc)
            target[length++] = (byte)'Z';
        return length;
    }

    private static (long Quotient, long Remainder) Floor(long value, long divisor)
    {
        var (quotient, rest) = Math.DivRem(value, divisor);
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest);
    }
}
