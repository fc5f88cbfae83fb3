using Pipeline.Core.Problems;
using Pipeline.Evaluation.Gates;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Slices;

/// <summary>Whose values the conditions of found slices are about, and what is wrong with how they are asked for.</summary>
internal static class SliceFinderColumns
{
    private const string Place = "evaluation.slice-finder.columns";

    /// <summary>Those that the manifest names; otherwise what the model reads, is protected, or is sliced by.</summary>
    public static IReadOnlyList<string> Of(EvaluationRequest request)
    {
        var section = request.Manifest.Get<EvaluationSection>();
        if (section.SliceFinder.Columns.Count > 0)
            return [.. section.SliceFinder.Columns.Distinct()];
        return
        [
            .. request.Predictor.Signature.Inputs.Select(x => x.Name)
                .Concat(request.Data.Protected)
                .Concat(section.Slices)
                .Concat(section.Gates.OfType<MetricGate>().Select(x => x.Slice).OfType<string>())
                .Distinct()
                .Where(x => x != request.Data.Label),
        ];
    }

    /// <summary>Columns that the data does not have.</summary>
    public static IEnumerable<Problem> Check(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns) =>
        manifest.Get<EvaluationSection>().SliceFinder.Columns.Index()
            .Where(x => !columns.Contains(x.Item))
            .Select(x => SliceColumn.Missing(x.Item, columns, manifest.Locate($"{Place}[{x.Index}]")));

    /// <summary>Columns that the data does not have, and free text.</summary>
    public static IEnumerable<Problem> Check(BoundManifest<ModelFrame> manifest, LabelledData data) =>
    [
        .. Check(manifest, [.. data.Rows.Columns.Select(x => x.Name)]),
        .. manifest.Get<EvaluationSection>().SliceFinder.Columns.Index()
            .Where(x => data.Rows.TryGet(x.Item, out var column) && column is TextColumn)
            .Select(x => manifest.Locate($"{Place}[{x.Index}]").Problem(
                $"'{x.Item}' is free text; slices are found by numbers and categories.", "Remove it.")),
    ];

    /// <summary>Gates on what no row of the task costs.</summary>
    public static IEnumerable<Problem> CheckLosses(BoundManifest<ModelFrame> manifest, ModelTask task) =>
        manifest.Get<EvaluationSection>().Gates.OfType<FoundSlicesGate>()
            .Where(gate => !RowLoss.Of(task).Contains(gate.Loss))
            .Select(gate => manifest.Locate($"{manifest.PathOf(gate)}.found-slices").Problem(
                $"'{gate.Loss}' is not what a row costs in {TaskKind.Of(task).Words}.",
                $"Known: {string.Join(", ", RowLoss.Of(task))}."));
}
