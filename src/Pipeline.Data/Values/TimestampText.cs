namespace Pipeline.Data.Values;

/// <summary>Dates and times in UTF-8 by ISO 8601: 2024-05-01, 2024-05-01T12:30, 2024-05-01 12:30:15.250+02:00.</summary>
internal static class TimestampText
{
    private const int DateLength = 10;
    private const int MostFraction = 7;

    /// <param name="text">Without surrounding spaces.</param>
    /// <param name="ticks">Of 100 nanoseconds since the year 1, in UTC; a time without an offset is one already.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long ticks)
    {
        if (!TryDate(text, out ticks))
            return false;
        return text.Length == DateLength
            || (text[DateLength] is (byte)'T' or (byte)' ' && TryTime(text[(DateLength + 1)..], ref ticks));
    }

    private static bool TryDate(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-')
            return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (!TryClock(text, out var minutes))
            return false;
        ticks += minutes * TimeSpan.TicksPerMinute;
        text = text[5..];
        if (text.Length > 0 && text[0] == ':')
        {
            if (text.Length < 3 || !TryDigits(text[1..3], out var seconds) || seconds > 59)
                return false;
            ticks += seconds * TimeSpan.TicksPerSecond;
            text = text[3..];
            if (text.Length > 0 && text[0] == '.' && !TryFraction(ref text, ref ticks))
                return false;
        }

        return TryOffset(text, ref ticks);
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        var length = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length - 1 : length;
        if (length is 0 or > MostFraction || !TryDigits(text.Slice(1, length), out var fraction))
            return false;
        var unit = TimeSpan.TicksPerSecond;
        for (var i = 0; i < length; i++)
            unit /= 10;
        ticks += fraction * unit;
        text = text[(length + 1)..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length == 0 || (text.Length == 1 && text[0] == 'Z'))
            return true;
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || !TryClock(text[1..], out var minutes))
            return false;
        ticks -= (text[0] == '-' ? -minutes : minutes) * TimeSpan.TicksPerMinute;
        return true;
    }

    private static bool TryClock(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..5], out var minute))
            return false;
        minutes = (hour * 60) + minute;
        return hour < 24 && minute < 60;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var character in text)
        {
            if (character is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + (character - '0');
        }

        return true;
    }
}
