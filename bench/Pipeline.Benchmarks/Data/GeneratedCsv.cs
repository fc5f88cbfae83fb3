using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Pipeline.Statistics;

namespace Pipeline.Benchmarks.Data;

/// <summary>
/// A CSV file of 20 columns, the same bytes for the same seed and size: numbers, codes, dates, categories, missing values, and a
/// text of which a third is quoted, some of it with separators, quotes and line breaks.
/// </summary>
internal sealed class GeneratedCsv(int seed)
{
    private const int BufferBytes = 1 << 20;
    private const int MostRowBytes = 1024;

    private static readonly string[] Cities = ["Berlin", "Köln", "Hamburg", "München", "Leipzig", "Essen", "Bonn", "Kiel"];
    private static readonly string[] Purposes = ["car", "home", "education", "other"];
    private static readonly string[] Words =
        ["delivered", "late", "to", "the", "wrong", "door", "customer", "asked", "again", "by", "phone", "paid", "in", "cash"];

    private SeededRandom _random = new(seed, stream: 0);
    private readonly byte[] _buffer = new byte[BufferBytes + MostRowBytes];
    private int _length;

    public static string Header { get; } =
        "id,created,updated,city,purpose,status,flag,age,quantity,price," +
        "amount,score,ratio,code,account,branch,text,low,high,label";

    /// <summary>Writes rows until the file has so many bytes.</summary>
    /// <returns>How many rows these are.</returns>
    public long Write(string path, long bytes)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Append(Header);
        Append("\n");
        var (written, rows) = (0L, 0L);
        while (written + _length < bytes)
        {
            Row(rows++);
            if (_length < BufferBytes)
                continue;
            file.Write(_buffer, 0, _length);
            (written, _length) = (written + _length, 0);
        }

        file.Write(_buffer, 0, _length);
        return rows;
    }

    private void Row(long row)
    {
        var age = 18 + _random.Below(70);
        var amount = (_random.Below(1_000_000) + 1) / 100.0;
        var low = _random.Below(1000);
        Number(1_000_000 + row);
        Date(row / 100_000);
        Date((row / 100_000) + _random.Below(30));
        Text(Cities[_random.Below(Cities.Length)]);
        Text(Purposes[_random.Below(Purposes.Length)]);
        Text(_random.Below(100) < 97 ? "open" : "closed");
        Text(_random.Below(2) == 0 ? "yes" : "no");
        Number(age);
        Number(_random.Below(50));
        Decimal(_random.Below(100_000), "0.00");
        Text(_random.Below(25) == 0 ? "" : amount.ToString("0.00", CultureInfo.InvariantCulture));
        Decimal(_random.Below(1_000_000) / 10_000.0, "0.0000");
        Decimal(_random.Below(1_000_000) / 1_000_000.0, "0.000000");
        Text($"{(char)('A' + _random.Below(26))}{_random.Below(10)}-{_random.Below(10)}");
        Number(_random.Below(2_000_000_000));
        Number(100 + _random.Below(400));
        Phrase();
        Number(low);
        Number(low + _random.Below(1000));
        Append((age * 100) + amount > 9_000 ? "1" : "0");
        Append("\n");
    }

    private void Phrase()
    {
        var kind = _random.Below(12);
        var text = new StringBuilder();
        for (var count = 2 + _random.Below(5); count > 0; count--)
            text.Append(Words[_random.Below(Words.Length)]).Append(count > 1 ? kind == 0 ? ", " : kind == 1 ? "\n" : " " : "");
        if (kind == 2)
            text.Append(" \"\"soon\"\"");
        Text(kind < 4 ? $"\"{text}\"" : text.ToString());
    }

    private void Date(long day) => Text(new DateOnly(2024, 1, 1).AddDays((int)day).ToString("O", CultureInfo.InvariantCulture));

    private void Decimal(double value, string format) => Text(value.ToString(format, CultureInfo.InvariantCulture));

    private void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
        Append(",");
    }

    private void Text(string text)
    {
        Append(text);
        Append(",");
    }

    private void Append(string text) => _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
}
