using System.Globalization;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation;

/// <summary>An answer to every row that needs no model, made of the train rows' labels alone.</summary>
/// <param name="Name">As scikit-learn's dummies have it: "most_frequent", "prior", "mean", "median"; and "last".</param>
/// <param name="Words">What is answered, in words.</param>
/// <param name="Outputs">By output that the task is judged by.</param>
internal sealed record Baseline(string Name, string Words, IReadOnlyList<double> Outputs)
{
    /// <summary>Those of the label's task; none where a train row's label cannot be read.</summary>
    public static IReadOnlyList<Baseline> Of(LabelledData data, JudgedRows judged)
    {
        if (data.TrainIndexes.Count == 0 || !data.Rows.TryGet(judged.Label.Column, out var column))
            return [];
        var read = TaskKind.Of(judged.Task).Read(column.Select([.. data.TrainIndexes]), judged.Label);
        if (!read.TryGet(out var target))
            return [];
        return judged.Label switch
        {
            ModelLabel.TwoClasses x => OfTwo(x, target.Values),
            ModelLabel.Classes x => OfClasses(x.Names, target.Values),
            _ => OfNumbers(target.Values, data),
        };
    }

    /// <summary>The same answer to each of the rows.</summary>
    public Answers ToAnswers(int rows, DecisionRule decision) => new(
        [.. Outputs.Select(x =>
        {
            var column = new double[rows];
            Array.Fill(column, x);
            return column;
        })],
        decision);

    private static IReadOnlyList<Baseline> OfTwo(ModelLabel.TwoClasses label, IReadOnlyList<double> truth)
    {
        var share = truth.Count(x => x > 0) / (double)truth.Count;
        // Of classes that are as frequent the first is taken, as scikit-learn does: here the negative one.
        var isPositive = share > 0.5;
        return
        [
            new Baseline("most_frequent", $"the class '{(isPositive ? label.Positive : label.Negative)}'", [isPositive ? 1 : 0]),
            new Baseline("prior", $"a probability of {Figure(share)}", [share]),
        ];
    }

    private static IReadOnlyList<Baseline> OfClasses(IReadOnlyList<string> names, IReadOnlyList<double> truth)
    {
        var counts = new int[names.Count];
        foreach (var place in truth)
            counts[(int)place]++;
        var most = counts.IndexOf(counts.Max());
        return
        [
            new Baseline(
                "most_frequent", $"the class '{names[most]}'", [.. names.Select((_, place) => place == most ? 1.0 : 0)]),
            new Baseline("prior", "each class as often as it is", [.. counts.Select(x => (double)x / truth.Count)]),
        ];
    }

    private static List<Baseline> OfNumbers(IReadOnlyList<double> truth, LabelledData data)
    {
        double[] sorted = [.. truth.Order()];
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        var baselines = new List<Baseline> { OfNumber("mean", sorted.Average()), OfNumber("median", median) };
        if (data.Times is { } times)
            baselines.Add(OfNumber("last", Last(truth, data.TrainIndexes, times)));
        return baselines;
    }

    /// <summary>The mean of the train rows that are the last in time; there may be several.</summary>
    private static double Last(IReadOnlyList<double> truth, IReadOnlyList<int> rows, IReadOnlyList<long> times)
    {
        var last = rows.Max(row => times[row]);
        return rows.Index().Where(x => times[x.Item] == last).Select(x => truth[x.Index]).Order().Average();
    }

    private static Baseline OfNumber(string name, double value) => new(name, $"the number {Figure(value)}", [value]);

    private static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
