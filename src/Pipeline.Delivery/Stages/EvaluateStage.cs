using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Delivery.Reports;
using Pipeline.Deployment.Probes;
using Pipeline.Evaluation;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Stages;

/// <summary>Judges the model by the test rows and the gates, and keeps a few of its answers to probe servers with.</summary>
internal sealed class EvaluateStage(ModelWorkspace workspace, ChampionSearch champions)
    : DeliveryStage(DeliveryStep.Evaluate, workspace)
{
    public const string ReferenceRowsFile = "reference-rows.json";

    private readonly ChampionSearch _champions = champions;

    protected override IReadOnlyList<string> Outputs =>
        [Workspace.Artifacts.Evaluation, Workspace.Artifacts.PathOf(ReferenceRowsFile)];

    protected override async Task AddAsync(StageInput input, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        if (input is not StageInput.ComparedModel)
            await base.AddAsync(input, fingerprint, cancellationToken);
        else if (await FindComparedAsync(cancellationToken) is { } champion)
            fingerprint.Inputs["champion"] = champion;
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var data = await Workspace.LoadDataAsync(cancellationToken);
        var payload = await ModelPayload.ReadAsync(Workspace.Artifacts.Model, cancellationToken);
        using var predictor = await Workspace.Parts.LoadAsync(payload, cancellationToken);
        var champion = await _champions.LoadAsync(payload.Digest, cancellationToken);
        var request = new EvaluationRequest
        {
            Manifest = Workspace.Manifest,
            Data = Workspace.Labelled(data),
            Predictor = predictor,
            Model = payload.Digest,
            Champion = champion,
            Metrics = await Workspace.Parts.MetricsAsync(cancellationToken),
            Inputs = new Dictionary<string, Digest> { ["data"] = data.Document.Data, ["model"] = payload.Digest },
        };
        var document = Evaluator.Evaluate(request, cancellationToken).OrThrow();
        await WriteReferenceRowsAsync(data, predictor, cancellationToken);
        await DocumentFile.WriteAsync(Workspace.Artifacts.Evaluation, document, cancellationToken);
    }

    protected override async Task<StageOutcome> TellAsync(CancellationToken cancellationToken)
    {
        var document = (await DocumentFile.ReadAsync<EvaluationDocument>(Workspace.Artifacts.Evaluation, cancellationToken))
            .OrThrow();
        var first = document.Measurements[0];
        return new StageOutcome([
            new(first.Name, Figure(first.Value)),
            new("Gates", document.Report.Summary.Split(": ")[^1]),
        ])
        {
            Subject = $"evaluation of {Workspace.Name}",
            Report = document.Report,
            Gates = new GateReport(document),
        };
    }

    private static string Figure(MeasuredValue value) =>
        value is MeasuredValue.Number x ? x.Value.ToString("0.0000", CultureInfo.InvariantCulture) : "not measured";

    /// <summary>The champion to compare with; once this very model is the champion, the one that it was compared with.</summary>
    private async Task<Digest?> FindComparedAsync(CancellationToken cancellationToken)
    {
        var champion = await _champions.FindDigestAsync(cancellationToken);
        var run = await DocumentFile.ReadAsync<RunDocument>(Workspace.Artifacts.Run, cancellationToken);
        if (!run.TryGet(out var trained) || trained.Model != champion)
            return champion;
        var last = await DocumentFile.ReadAsync<EvaluationDocument>(Workspace.Artifacts.Evaluation, cancellationToken);
        return last.TryGet(out var evaluation) && evaluation.Model == champion ? evaluation.Champion?.Model : null;
    }

    private async Task WriteReferenceRowsAsync(Dataset data, IPredictor predictor, CancellationToken cancellationToken)
    {
        var rows = ReferenceRows.Of(data, predictor, cancellationToken);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(rows, DocumentJson.Options);
        await AtomicFile.WriteAsync(Workspace.Artifacts.PathOf(ReferenceRowsFile), bytes, cancellationToken);
    }
}
