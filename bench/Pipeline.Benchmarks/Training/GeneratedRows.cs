using System.Globalization;
using System.Text;
using Pipeline.Statistics;

namespace Pipeline.Benchmarks.Training;

/// <summary>
/// A CSV file with 30 columns of numbers, some of them missing, 20 of categories, and a label that depends on a few of each.
/// </summary>
internal sealed class GeneratedRows(int seed)
{
    public const string Label = "label";

    private const int Numbers = 30;
    private const int Fine = 1_000_000;

    private static readonly int[] Cardinalities = [2, 2, 3, 3, 4, 5, 5, 6, 8, 8, 10, 12, 12, 16, 20, 24, 30, 36, 48, 60];

    private SeededRandom _random = new(seed, stream: 0);

    public void Write(string path, int rows)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var header = Enumerable.Range(0, Numbers).Select(i => $"n{i}")
            .Concat(Cardinalities.Select((_, i) => $"c{i}")).Append(Label);
        file.Write(string.Join(',', header) + "\n");
        var line = new StringBuilder();
        for (var row = 0; row < rows; row++)
        {
            var evidence = -1.0;
            for (var i = 0; i < Numbers; i++)
            {
                var value = _random.Below(Fine) / (double)Fine;
                if (i % 6 == 5 && _random.Below(20) == 0)
                {
                    line.Append(',');
                    continue;
                }

                evidence += i < 6 ? (value - 0.5) * (i + 1) : i == 7 ? Math.Abs(value - 0.5) * 4 : 0;
                line.Append(value.ToString("0.0000", CultureInfo.InvariantCulture)).Append(',');
            }

            for (var i = 0; i < Cardinalities.Length; i++)
            {
                var value = _random.Below(Cardinalities[i]);
                evidence += i % 4 == 0 ? ((value % 3) - 1) * 0.5 : 0;
                line.Append('v').Append(value).Append(',');
            }

            var isPositive = _random.Below(Fine) / (double)Fine < 1 / (1 + Math.Exp(-evidence));
            line.Append(isPositive ? '1' : '0').Append('\n');
            file.Write(line);
            line.Clear();
        }
    }
}
