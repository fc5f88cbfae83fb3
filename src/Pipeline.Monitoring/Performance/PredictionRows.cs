using System.Collections.Immutable;
using Pipeline.Evaluation.Production;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>What one model answered in a window, row by row, with what came true as far as that is known.</summary>
public sealed record PredictionRows
{
    public required ModelTask Task { get; init; }

    public required ModelLabel Label { get; init; }

    /// <summary>What the answers come to.</summary>
    public required DecisionRule Decision { get; init; }

    /// <summary>By row, when it was answered, in any order; or empty where nobody asks for times.</summary>
    public required IReadOnlyList<DateTimeOffset> Times { get; init; }

    /// <summary>
    /// By output that the task is judged by (<see cref="TaskKind.Outputs"/>), then by row: the probability of the positive class,
    /// of each class in the label's order, or the number.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>> Answers { get; init; }

    /// <summary>
    /// By row: the number, or the number of the class in the label's order; of two classes 1 for the positive one and 0 for the
    /// other. NaN where it is not known yet.
    /// </summary>
    public required ImmutableArray<double> Outcomes { get; init; }

    /// <summary>By row, how many predictions it stands for: 1 / sampling probability, at least 1.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>The model's inputs, by which the loss of a regression is estimated; null where they are not logged.</summary>
    public Table? Inputs { get; init; }

    /// <summary>The protected columns as they were logged or joined; null where there are none.</summary>
    public Table? Protected { get; init; }

    /// <summary>
    /// Protected columns that no input has and that came with outcomes; missing where none did. Null where there are none.
    /// </summary>
    public Table? Joined { get; init; }

    public int Count => Outcomes.Length;

    /// <summary>Of how many rows it is known what came true.</summary>
    public int LabelledCount => Count - Outcomes.AsSpan().Count(double.NaN);

    /// <summary>The given rows, in the given order.</summary>
    public PredictionRows Take(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int[] taken = [.. rows];
        return this with
        {
            Times = Times.Count == 0 ? [] : [.. taken.Select(row => Times[row])],
            Answers = [.. Answers.Select(column => Array.ConvertAll(taken, row => column[row]))],
            Outcomes = [.. taken.Select(row => Outcomes[row])],
            Weights = [.. taken.Select(row => Weights[row])],
            Inputs = Inputs?.Select(taken),
            Protected = Protected?.Select(taken),
            Joined = Joined?.Select(taken),
        };
    }

    /// <summary>The rows of which it is known what came true.</summary>
    public PredictionRows Labelled() => LabelledCount == Count
        ? this
        : Take([.. Enumerable.Range(0, Count).Where(row => !double.IsNaN(Outcomes[row]))]);

    /// <summary>Rows that stand for all, drawn by chance; all of them where there are no more than that.</summary>
    internal PredictionRows Sample(int most, int seed)
    {
        if (Count <= most)
            return this;
        int[] all = [.. Enumerable.Range(0, Count)];
        var random = new SeededRandom(seed, int.MaxValue);
        for (var i = 0; i < most; i++)
        {
            var other = i + random.Below(all.Length - i);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return Take([.. all.Take(most).Order()]);
    }

    /// <summary>For the evaluation's metrics.</summary>
    internal OutcomeRows ToOutcomes() => new()
    {
        Task = Task,
        Columns = Answers,
        Decision = Decision,
        Truth = Outcomes,
        Weights = Weights,
    };

    /// <summary>The class that a row was answered with, by its number; 0 for a regression.</summary>
    internal int AnsweredClass(int row) => Decision switch
    {
        DecisionRule.Threshold rule => rule.IsPositive(Answers[0][row]) ? 1 : 0,
        DecisionRule.ArgMax => DecisionRule.ArgMax.Choose([.. Answers.Select(column => column[row])]),
        _ => 0,
    };
}
