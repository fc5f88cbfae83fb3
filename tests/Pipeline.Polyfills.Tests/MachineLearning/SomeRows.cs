using Microsoft.ML.Trainers.FastTree.Training;

namespace Pipeline.Polyfills.MachineLearning;

/// <summary>Made-up rows: a number with gaps, one of few values, a category, and a label that depends on them.</summary>
internal static class SomeRows
{
    public const int Categories = 7;

    public static TrainingRows Of(int seed, int count = 500)
    {
        var random = new Random(seed);
        var (wide, narrow, category, labels) = (new float[count], new float[count], new float[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            wide[i] = random.Next(8) == 0 ? float.NaN : (float)(random.NextDouble() * 1000);
            narrow[i] = random.Next(5);
            category[i] = random.Next(-1, Categories);
            var odds = (float.IsNaN(wide[i]) ? 1 : wide[i] / 500) + (narrow[i] * 0.3) - (category[i] == 2 ? 2 : 0.6);
            labels[i] = odds + random.NextDouble() > 1.5;
        }

        return new TrainingRows([0, 0, Categories], [wide, narrow, category], labels);
    }

    public static float[] Row(this TrainingRows rows, int index) => [.. rows.Columns.Select(x => x[index])];

    public static TrainingRows InOrder(this TrainingRows rows, int[] order) => new(
        rows.SlotCounts,
        [.. rows.Columns.Select(x => order.Select(row => x[row]).ToArray())],
        [.. order.Select(row => rows.Labels[row])]);
}
