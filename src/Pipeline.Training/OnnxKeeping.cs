using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

/// <summary>Keeps a model's form in ONNX beside the model, if it gives the same answers.</summary>
internal static class OnnxKeeping
{
    private const int MostRows = 1_000;

    /// <summary>
    /// Both are asked about rows evenly spaced over the whole dataset; of the truth nothing is looked at. What the signature does
    /// with answers, calibration and decision, is left to whoever reads it: the file is the model alone.
    /// </summary>
    public static async Task<(ModelArtifact Artifact, OnnxForm? Form)> KeepAsync(
        RunRequest request, TrainedModel model, CancellationToken cancellationToken)
    {
        if (model.Onnx is not { } draft || request.CompareOnnx is not { } compare)
            return (model.Artifact, null);
        if (draft is OnnxDraft.Impossible impossible)
            return (model.Artifact, new OnnxForm { Reason = impossible.Reason.TrimEnd('.') });
        var written = (OnnxDraft.Written)draft;
        using var predictor = await request.Load(model.Artifact.With(calibration: null), cancellationToken);
        var form = compare(written, predictor, Some(request.Data.Rows), cancellationToken);
        return (form.Reason is null ? model.Artifact.With(OnnxForm.FileName, written.Bytes) : model.Artifact, form);
    }

    private static Table Some(Table rows) => rows.RowCount <= MostRows
        ? rows
        : rows.Select([.. Enumerable.Range(0, MostRows).Select(row => (int)((long)row * rows.RowCount / MostRows))]);
}
