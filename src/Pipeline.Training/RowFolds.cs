using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

/// <summary>Train rows that a model learns from, and those that it is measured on.</summary>
/// <param name="Name">"fold 2 of 5", for sentences.</param>
internal sealed record RowFold(string Name, LabelledRows Fit, LabelledRows Held);

/// <summary>
/// Divides the train rows as the dataset's split divides all: rows that belong together stay on one side, and where the split
/// is by time, a model is measured on rows that are later than all that it learned from. Otherwise a hash of what rows are
/// decides, class by class, so that each fold has its share of each (scikit-learn's StratifiedKFold, GroupKFold and
/// TimeSeriesSplit).
/// </summary>
internal static class RowFolds
{
    /// <param name="data">Whose train rows are divided.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="count">At least 2.</param>
    public static Validated<IReadOnlyList<RowFold>> Of(LabelledData data, ModelTask task, int count)
    {
        var folds = data.Times is { } times ? InTime(data, times, count) : ByHash(data, task, count);
        return Checked(data, task, [.. folds.Select((fold, index) => Fold(
            data, string.Create(CultureInfo.InvariantCulture, $"fold {index + 1} of {count}"), fold.Fit, fold.Held))]);
    }

    /// <summary>One division, of which the held rows are a share.</summary>
    /// <param name="data">Whose train rows are divided.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="share">Above 0 and below 1.</param>
    public static Validated<IReadOnlyList<RowFold>> Holdout(LabelledData data, ModelTask task, double share)
    {
        bool[] isHeld;
        if (data.Times is { } times)
        {
            long[] ordered = [.. data.TrainIndexes.Select(row => times[row]).Order()];
            var first = ordered[Math.Clamp((int)Math.Round(ordered.Length * (1 - share)), 0, ordered.Length - 1)];
            isHeld = [.. data.TrainIndexes.Select(row => times[row] >= first)];
        }
        else
        {
            isHeld = [.. Places(data, task).Select(place => place < share)];
        }

        return Checked(data, task, [Fold(data, "the holdout", At(isHeld, false), At(isHeld, true))]);
    }

    /// <summary>How rows are divided, for people: "by class".</summary>
    public static string Describe(LabelledData data, ModelTask task) =>
        data.Times is not null ? "in time"
        : data.IsGrouped ? "by what belongs together"
        : task == ModelTask.Regression ? "by hash"
        : "by class";

    /// <summary>A part of the rows by time is held after a model has learned from all that are earlier.</summary>
    private static IEnumerable<(IEnumerable<int> Fit, IEnumerable<int> Held)> InTime(
        LabelledData data, IReadOnlyList<long> times, int count)
    {
        long[] mine = [.. data.TrainIndexes.Select(row => times[row])];
        long[] ordered = [.. mine.Order()];
        for (var fold = 1; fold <= count; fold++)
        {
            var (first, next) = (Begin(fold), fold == count ? (long?)null : Begin(fold + 1));
            yield return (
                Where(time => time < first),
                Where(time => time >= first && (next is null || time < next)));
        }

        // Rows of one time stay together, as they do in the split.
        long Begin(int part) => ordered[(int)((long)ordered.Length * part / (count + 1))];

        List<int> Where(Predicate<long> belongs) => [.. Enumerable.Range(0, mine.Length).Where(at => belongs(mine[at]))];
    }

    private static IEnumerable<(IEnumerable<int> Fit, IEnumerable<int> Held)> ByHash(LabelledData data, ModelTask task, int count)
    {
        int[] parts = [.. Places(data, task).Select(place => Math.Min(count - 1, (int)(place * count)))];
        return Enumerable.Range(0, count).Select(fold => (
            (IEnumerable<int>)[.. Enumerable.Range(0, parts.Length).Where(at => parts[at] != fold)],
            (IEnumerable<int>)[.. Enumerable.Range(0, parts.Length).Where(at => parts[at] == fold)]));
    }

    /// <summary>
    /// Of each train row, which share of the rows of its class comes before it in the order of the hash. Rows of one identity are
    /// in one place: of a group, that of its own among all rows.
    /// </summary>
    private static double[] Places(LabelledData data, ModelTask task)
    {
        var identities = data.Train.Identities;
        var label = data.Rows[data.Label];
        var isStratified = task != ModelTask.Regression && !data.IsGrouped;
        var places = new double[identities.Count];
        foreach (var stratum in Enumerable.Range(0, places.Length)
            .GroupBy(at => isStratified ? label.Text(data.TrainIndexes[at]) : ""))
        {
            // The upper half: what else is held apart goes by the lower one.
            int[] order = [.. stratum.OrderBy(at => (ulong)(identities[at] >> 64)).ThenBy(at => identities[at])];
            for (var place = 0; place < order.Length; place++)
            {
                var isSame = place > 0 && identities[order[place]] == identities[order[place - 1]];
                places[order[place]] = isSame ? places[order[place - 1]] : (place + 0.5) / order.Length;
            }
        }

        return places;
    }

    private static IEnumerable<int> At(bool[] isHeld, bool held) =>
        Enumerable.Range(0, isHeld.Length).Where(at => isHeld[at] == held);

    private static RowFold Fold(LabelledData data, string name, IEnumerable<int> fit, IEnumerable<int> held) => new(
        name,
        data.Train with { Indexes = [.. fit.Select(at => data.TrainIndexes[at])] },
        data.Train with { Indexes = [.. held.Select(at => data.TrainIndexes[at])] });

    private static Validated<IReadOnlyList<RowFold>> Checked(LabelledData data, ModelTask task, IReadOnlyList<RowFold> folds)
    {
        var label = data.Rows[data.Label];
        List<Problem> problems = [.. folds.Select(Refuse).OfType<Problem>()];
        return problems.Count == 0
            ? Validated.Valid(folds)
            : Validated.Invalid<IReadOnlyList<RowFold>>(problems);

        Problem? Refuse(RowFold fold)
        {
            if (fold.Fit.Indexes.Count == 0 || fold.Held.Indexes.Count == 0)
            {
                return new Problem(
                    $"Of {data.TrainIndexes.Count} train rows, {fold.Name} has {fold.Fit.Indexes.Count} to learn from and "
                    + $"{fold.Held.Indexes.Count} to be measured on.",
                    "Write fewer folds, or another share.");
            }

            if (task == ModelTask.Regression)
                return null;
            var learned = fold.Fit.Indexes.Select(label.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var measured = fold.Held.Indexes.Select(label.Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
            if (learned.Count < 2 || measured.Count < 2)
            {
                return new Problem(
                    $"In {fold.Name}, the rows to {(learned.Count < 2 ? "learn from" : "be measured on")} are all of one class, "
                    + $"'{(learned.Count < 2 ? learned : measured).FirstOrDefault()}'.",
                    "Write fewer folds, or more train rows.");
            }

            return measured.Except(learned, StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown
                ? new Problem(
                    $"In {fold.Name}, there are rows of the class '{unknown}' to be measured on, and none to learn from.",
                    "Write fewer folds, or leave classes of so few rows out.")
                : null;
        }
    }
}
