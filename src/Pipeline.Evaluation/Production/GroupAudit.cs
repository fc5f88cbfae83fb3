using Pipeline.Core.Identity;
using Pipeline.Evaluation.Fairness;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Production;

/// <summary>
/// Compares how a model treats groups in service, with the metrics and intervals of the evaluation: by what came true, or, where
/// nobody knows it yet, by what groups are answered.
/// </summary>
/// <param name="spec">What the manifest wants of it.</param>
/// <param name="options">How resamples are drawn.</param>
/// <param name="confidence">Of intervals, between 0 and 1, both excluded.</param>
public sealed class GroupAudit(FairnessSpec spec, BootstrapOptions options, double confidence)
{
    /// <summary>Every metric of groups, and what groups differ by.</summary>
    /// <param name="rows">One or more.</param>
    /// <param name="label">What is predicted.</param>
    /// <param name="columns">The protected ones, of the same rows.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public FairnessReport Measure(OutcomeRows rows, ModelLabel label, Table columns, CancellationToken cancellationToken) =>
        Measure(rows, label, columns, knowsTruth: true, cancellationToken);

    /// <summary>
    /// What follows from answers alone: selection rates and mean predictions, and what groups differ by in them. The truth of the
    /// rows is not looked at.
    /// </summary>
    /// <param name="rows">One or more.</param>
    /// <param name="label">What is predicted.</param>
    /// <param name="columns">The protected ones, of the same rows.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public FairnessReport MeasureAnswers(
        OutcomeRows rows, ModelLabel label, Table columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Measure(
            rows with { Truth = [.. Enumerable.Repeat(0.0, rows.Columns[0].Count)] },
            label,
            columns,
            knowsTruth: false,
            cancellationToken);
    }

    private FairnessReport Measure(
        OutcomeRows rows, ModelLabel label, Table columns, bool knowsTruth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        int[] all = [.. Enumerable.Range(0, rows.Truth.Count)];
        var judged = new JudgedRows
        {
            Rows = columns,
            Task = rows.Task,
            Label = label,
            Truth = rows.Truth,
            Identities = [],
            Answers = rows.Answers,
            Weights = rows.UnequalWeights,
        };
        var data = new LabelledData
        {
            Rows = columns,
            Features = [],
            Protected = [.. columns.Columns.Select(column => column.Name)],
            Label = label.Column,
            Identities = [],
            TrainIndexes = [],
            TestIndexes = all,
            Data = Digest.OfBytes([]),
            Split = Digest.OfBytes([]),
        };
        return new FairnessAudit(judged, spec, options, confidence) { KnowsTruth = knowsTruth }
            .Measure(data, [], cancellationToken)
            ?? throw new ArgumentException("There is no protected column.", nameof(columns));
    }
}
