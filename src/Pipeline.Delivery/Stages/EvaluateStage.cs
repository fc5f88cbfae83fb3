using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Stages;
using Pipeline.Data.Schemas;
using Pipeline.Data;
using Pipeline.Delivery.Programs;
using Pipeline.Delivery.Reports;
using Pipeline.Delivery.Serving;
using Pipeline.Deployment.Probes;
using Pipeline.Evaluation.Runs;
using Pipeline.Evaluation.Serving;
using Pipeline.Evaluation;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Models;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring;

namespace Pipeline.Delivery.Stages;

/// <summary>Judges the model by the test rows and the gates, and keeps a few of its answers to probe servers with.</summary>
/// <param name="workspace">The model.</param>
/// <param name="champions">Finds the model to compare with.</param>
/// <param name="programs">Knows the server's version.</param>
/// <param name="measurer">Asked only where the manifest has something measured in the server.</param>
internal sealed class EvaluateStage(
    ModelWorkspace workspace, ChampionSearch champions, ProgramPackages programs, IServerMeasurer measurer)
    : DeliveryStage(DeliveryStep.Evaluate, workspace)
{
    public const string ReferenceRowsFile = "reference-rows.json";
    public const string RowsFile = "test-rows.bin";
    public const string AnswersFile = "test-answers.bin";

    /// <summary>What production is held against.</summary>
    public const string ReferenceFile = "monitoring-reference.json";

    private readonly ChampionSearch _champions = champions;

    private EvaluationSection Section => Workspace.Manifest.Get<EvaluationSection>();

    protected override IReadOnlyList<string> Outputs =>
    [
        Workspace.Artifacts.Evaluation, Workspace.Artifacts.PathOf(ReferenceRowsFile),
        Workspace.Artifacts.PathOf(RowsFile), Workspace.Artifacts.PathOf(AnswersFile),
        Workspace.Artifacts.PathOf(ReferenceFile),
        .. BehaviourFile.Outputs(Workspace),
    ];

    protected override async Task AddAsync(StageInput input, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        if (input is StageInput.CrossValidated)
            await AddFoldsAsync(fingerprint, cancellationToken);
        else if (input is StageInput.ServerProgram)
            await AddServerAsync(fingerprint, cancellationToken);
        else if (input is StageInput.BehaviourTestFile)
            fingerprint.Files.Add(BehaviourFile.PathIn(Workspace));
        else if (input is not StageInput.ComparedModel)
            await base.AddAsync(input, fingerprint, cancellationToken);
        else
            await AddComparedAsync(fingerprint, cancellationToken);
    }

    private async Task AddComparedAsync(Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        if (await FindComparedAsync(cancellationToken) is { } champion)
            fingerprint.Inputs["champion"] = champion;
        foreach (var number in Workspace.Manifest.Get<EvaluationSection>().ComparedVersions)
        {
            if (await _champions.FindVersionAsync(number, cancellationToken) is { } digest)
                fingerprint.Inputs[$"version {number}"] = digest;
        }
    }

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var data = await Workspace.LoadDataAsync(cancellationToken);
        var artifact = await ModelArtifact.ReadAsync(Workspace.Artifacts.Model, cancellationToken);
        using var predictor = await Workspace.Parts.LoadAsync(artifact, cancellationToken);
        var champion = await _champions.LoadAsync(artifact.Digest, cancellationToken);
        var answered = default(AnsweredRows);
        var request = new EvaluationRequest
        {
            Manifest = Workspace.Manifest,
            Data = Workspace.Labelled(data),
            Predictor = predictor,
            Model = artifact.Digest,
            Champion = champion,
            Versions = await _champions.LoadVersionsAsync(
                Workspace.Manifest.Get<EvaluationSection>().ComparedVersions, artifact.Digest, cancellationToken),
            Folds = await FindFoldsAsync(cancellationToken),
            Server = Section.AsksServer
                ? await measurer.MeasureAsync(artifact, data.TestRows(), Section.Server ?? new ServerSpec(), cancellationToken)
                : null,
            Metrics = await Workspace.Parts.MetricsAsync(cancellationToken),
            Rules = await Workspace.Parts.RulesAsync(cancellationToken),
            Behaviour = (await BehaviourFile.FindAsync(Workspace, cancellationToken)).OrThrow().Tests,
            Personal = [.. data.Document.Columns.Where(column => column.IsPersonal).Select(column => column.Name)],
            Answered = rows => answered = rows,
            Inputs = new Dictionary<string, Digest> { ["data"] = data.Document.Data, ["model"] = artifact.Digest },
        };
        var document = Evaluator.Evaluate(request, cancellationToken).OrThrow();
        await WriteReferenceRowsAsync(data, predictor, cancellationToken);
        await AtomicFile.WriteAsync(
            Workspace.Artifacts.PathOf(RowsFile), answered!.Rows.ToBytes(), cancellationToken);
        await AtomicFile.WriteAsync(
            Workspace.Artifacts.PathOf(AnswersFile), answered.Answers.ToBytes(), cancellationToken);
        await WriteReferenceAsync(data, predictor.Signature, request.Metrics, document, answered, cancellationToken);
        await BehaviourFile.WriteResultsAsync(Workspace, document, cancellationToken);
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

    private async Task AddFoldsAsync(Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        if (Section.ReadsFolds && await FindFoldsAsync(cancellationToken) is { Count: > 0 } folds)
            fingerprint.Inputs["cross-validation"] = Digest.OfJson(folds);
    }

    /// <summary>
    /// The machine is no input: what was measured stays true of the machine and moment that it names, and another look at the
    /// same model is not owed to anybody.
    /// </summary>
    private async Task AddServerAsync(Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        if (!Section.AsksServer)
            return;
        fingerprint.Versions["server"] = (await programs.FindServerAsync(cancellationToken)).Version;
    }

    private async Task<IReadOnlyList<Measurement>> FindFoldsAsync(CancellationToken cancellationToken)
    {
        var run = await DocumentFile.ReadAsync<RunDocument>(Workspace.Artifacts.Run, cancellationToken);
        return run.TryGet(out var trained) ? trained.CrossValidation?.Measurements ?? [] : [];
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

    private async Task WriteReferenceAsync(
        Dataset data,
        ModelSignature signature,
        IReadOnlyList<IMetric> metrics,
        EvaluationDocument document,
        AnsweredRows answered,
        CancellationToken cancellationToken)
    {
        var options = new PerformanceOptions { Confidence = Section.Bootstrap.Confidence, Seed = Section.Bootstrap.Seed };
        var personal = data.Document.Columns.Where(column => column.IsPersonal).Select(column => column.Name).ToHashSet();
        var maker = new ReferenceMaker(metrics, options)
        {
            Losses = new LossModelMaker(Workspace.Parts.Trees, null, Section.Bootstrap.Seed),
            Load = Workspace.Parts.OwnPredictors.Load,
        };
        var tables = new ReferenceTables(data.Rows, data.TestRows(), personal);
        var reference = maker.Make(signature, tables, document, answered, cancellationToken).OrThrow();
        await DocumentFile.WriteAsync(Workspace.Artifacts.PathOf(ReferenceFile), reference, cancellationToken);
    }

    private async Task WriteReferenceRowsAsync(Dataset data, IPredictor predictor, CancellationToken cancellationToken)
    {
        var rows = ReferenceRows.Of(data, predictor, cancellationToken);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(rows, DocumentJson.Options);
        await AtomicFile.WriteAsync(Workspace.Artifacts.PathOf(ReferenceRowsFile), bytes, cancellationToken);
    }
}

/// <summary>
/// Test rows with this model's own answers, to probe servers with. They hold no column that is marked personal, and a model that
/// reads such a column has none. A row that a server would refuse is no use to it.
/// </summary>
internal static class ReferenceRows
{
    private const int Most = 16;

    /// <summary>As the bodies and answers of POST /predict.</summary>
    public static JsonArray Of(Dataset data, IPredictor predictor, CancellationToken cancellationToken)
    {
        var personal = data.Document.Columns.Where(x => x.IsPersonal).Select(x => x.Name).ToHashSet();
        var rows = new JsonArray();
        if (predictor.Signature.Inputs.Any(x => personal.Contains(x.Name)))
            return rows;
        var test = data.TestRows();
        var answered = predictor.Signature.AnsweredRows(test);
        var chosen = test.Select(
            [.. Enumerable.Range(0, Math.Min(Most, answered.Count)).Select(x => answered[Spread(x, answered.Count)])]);
        var form = new AnswerForm(predictor.Signature);
        var answers = predictor.Score(chosen, cancellationToken);
        var scale = TaskKind.Of(predictor.Signature.Task).Scale(answers.Columns.SelectMany(x => ((NumberColumn)x).Values));
        for (var row = 0; row < chosen.RowCount; row++)
        {
            rows.Add(new JsonObject
            {
                ["inputs"] = RequestBodies.Inputs(predictor.Signature, chosen, row),
                ["answer"] = Answer(form, answers, row),
                ["scale"] = scale,
            });
        }

        return rows;
    }

    private static int Spread(int index, int count) => (int)((long)index * count / Most);

    /// <summary>The numbers alone: a class may tip over with the last digit of a float.</summary>
    private static JsonNode Answer(AnswerForm form, Table answers, int row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            form.Write(writer, [.. answers.Columns.Select(x => ((NumberColumn)x).Values[row])]);
            writer.WriteEndObject();
        }

        return JsonNode.Parse(stream.ToArray())!;
    }
}

/// <summary>The model that a new one is compared with: the registry's champion, or what production serves.</summary>
/// <param name="session">The registry.</param>
/// <param name="unknown">What production serves, where the registry does not know that model; null where it does.</param>
/// <param name="load">Makes it ready to answer.</param>
internal sealed class ChampionSearch(RegistrySession session, LiveModel? unknown, PredictorLoader load)
{
    /// <summary>Null where there is no champion.</summary>
    public async Task<Digest?> FindDigestAsync(CancellationToken cancellationToken) => unknown is not null
        ? await unknown.FindDigestAsync(cancellationToken) ?? unknown.Revision.Image.Value
        : (await session.FindChampionAsync(cancellationToken))?.Digest;

    /// <summary>The champion ready to answer, or the reason why there is none to compare with.</summary>
    public async Task<Champion> LoadAsync(Digest candidate, CancellationToken cancellationToken)
    {
        if (unknown is null)
            return await session.LoadChampionAsync(candidate, load, cancellationToken);
        return await unknown.FindDigestAsync(cancellationToken) == candidate
            ? new Champion.Absent("the champion is this very model")
            : await unknown.LoadAsync(load, cancellationToken);
    }

    /// <summary>The digest of a registered version; null where there is none.</summary>
    public async Task<Digest?> FindVersionAsync(int number, CancellationToken cancellationToken) =>
        (await session.FindVersionAsync(number, cancellationToken))?.Digest;

    /// <summary>
    /// Versions by number, each ready to answer or with the reason why it is not. One that is not there is left out.
    /// </summary>
    public async Task<IReadOnlyDictionary<int, Champion>> LoadVersionsAsync(
        IReadOnlyList<int> numbers, Digest candidate, CancellationToken cancellationToken)
    {
        var loaded = new Dictionary<int, Champion>();
        foreach (var number in numbers)
        {
            if (await session.FindVersionAsync(number, cancellationToken) is not { } version)
                continue;
            loaded[number] = version.Digest == candidate
                ? new Champion.Absent($"v{number} is this very model")
                : await session.LoadAsync(version, load, cancellationToken);
        }

        return loaded;
    }
}
