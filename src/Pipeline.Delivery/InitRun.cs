using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Delivery.Drafts;
using Pipeline.Delivery.Reports;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery;

/// <summary>What a new model begins with.</summary>
public sealed record InitRequest
{
    /// <summary>A file of rows, from the root of the repository or absolute; copied to the model where it lies outside.</summary>
    public required string Data { get; init; }

    /// <summary>The column to predict.</summary>
    public required string Label { get; init; }

    /// <summary>Of the model; by default the data file's, in kebab case.</summary>
    public string? Name { get; init; }

    /// <summary>In the words of a manifest; by default what the values of the label are for.</summary>
    public string? Task { get; init; }

    /// <summary>Columns whose groups the model must treat alike; where none is named, candidates are pointed out.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];
}

/// <summary>Writes the manifest of a new model from its data. The manifest is written last: where it is, all of it is.</summary>
internal sealed class InitRun(DeliveryRequest request, InitRequest init)
{
    private readonly string _source = Path.GetFullPath(Path.Combine(request.Root, init.Data));

    /// <summary>From the root; null where the data lies outside.</summary>
    private string? Inside => Path.GetRelativePath(request.Root, _source) is var path
        && !Path.IsPathRooted(path) && path.Split(Path.DirectorySeparatorChar)[0] != ".."
        ? path.Replace('\\', '/')
        : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var asked = LabelChoice.ParseTask(init.Task);
        if (!File.Exists(_source))
        {
            throw Wrong(
                $"There is no file '{init.Data}'; '--data' accepts a file of rows, from the root of the repository or absolute.");
        }

        var name = NameOfModel();
        var folder = Path.Combine(request.Root, "models", $"{name}");
        var manifest = Path.Combine(folder, ModelSearch.FileName);
        if (Path.Exists(manifest))
            throw Wrong($"There is a '{Shown(manifest)}' already, and it is left as it is; name another model with '--name'.");
        var draft = await DraftAsync(name, asked, cancellationToken);
        Tell(draft);
        var trained = await new FirstTraining(request).ProposeAsync(Bind(draft), cancellationToken);
        draft = draft with { Gates = trained.TryGet(out var gates) ? gates : [] };
        await WriteAsync(draft, folder, manifest, cancellationToken);
        Conclude(draft, manifest, trained.Problems);
    }

    /// <summary>The data is looked at twice: for what is predicted, and then for what predicts it.</summary>
    private async Task<ModelDraft> DraftAsync(ModelName name, ModelTask? asked, CancellationToken cancellationToken)
    {
        var unknown = new LabelChoice(init.Label, ModelTask.Regression, "not known yet");
        var draft = new ModelDraft
        {
            Name = name,
            Owner = request.Actor.Name,
            Title = Path.GetFileName(_source),
            Path = Inside ?? _source,
            Label = unknown,
            Profile = new ProfileDocument { Path = "", Rows = 0, Columns = [] },
            Protected = [],
            Day = DateOnly.FromDateTime(request.Clock.GetUtcNow().UtcDateTime),
        };
        var header = await DatasetFiles.ReadHeaderAsync(Dataset(draft), request.Face.Progress, cancellationToken);
        CheckColumns(header.OrThrow());
        var first = await ProfileMaker.ProfileAsync(Dataset(draft), request.Face.Progress, cancellationToken);
        draft = draft with
        {
            Label = LabelChoice.Of(first.OrThrow().Columns.Single(x => x.Name == init.Label), asked).OrThrow(),
        };
        var second = await ProfileMaker.ProfileAsync(Dataset(draft), request.Face.Progress, cancellationToken);
        return draft with { Profile = second.OrThrow(), Protected = init.Protected };
    }

    private void CheckColumns(IReadOnlyList<string> header)
    {
        List<Problem> problems =
        [
            .. init.Protected.Prepend(init.Label).Where(x => !header.Contains(x)).Select(x => new Problem(
                $"The data has no column '{x}'.", NearestNames.Hint(x, header))),
        ];
        if (init.Protected.Contains(init.Label))
            problems.Add(new Problem($"The label '{init.Label}' cannot be protected."));
        if (problems.Count > 0)
            throw new InvalidInputException(problems);
    }

    private ModelName NameOfModel()
    {
        var stem = string.Join('-', PlainWords.Of(Path.GetFileName(_source).Split('.')[0]));
        var name = init.Name ?? stem;
        return ModelName.TryParse(name, null, out var parsed) ? parsed : throw Wrong(
            $"'{name}' is no name of a model; '--name' accepts {Slug.Accepted}.");
    }

    /// <summary>As the data lies now, which need not be where it will.</summary>
    private DatasetRequest Dataset(ModelDraft draft) =>
        new() { Manifest = Bind(draft), Folder = request.Root, Clock = request.Clock };

    private static BoundManifest<ModelFrame> Bind(ModelDraft draft) =>
        ManifestReader.Read(draft.ToText(), ModelSearch.FileName, ModelWorkspace.Schema).OrThrow();

    private void Tell(ModelDraft draft)
    {
        var label = draft.Label;
        var positive = label.Positive is null ? "" : $", positive: {label.Positive} ({label.WhyPositive})";
        request.Face.Write(
        [
            .. ProfileText.Of(draft.Profile),
            "",
            OneLine($"Label      {label.Column}{positive}"),
            $"Task       {label.TaskName}, {label.Why}",
            .. draft.Ignored.Count > 0
                ? [OneLine($"Ignored    {string.Join(", ", draft.Ignored.Select(x => $"{x.Key} ({x.Value})"))}")]
                : Array.Empty<string>(),
            OneLine($"Test rows  a fifth, by a hash of {draft.Identifier ?? "the whole row"}"),
        ]);
    }

    private async Task WriteAsync(ModelDraft draft, string folder, string manifest, CancellationToken cancellationToken)
    {
        var copy = Path.Combine(folder, "data", draft.Title);
        var text = (draft with { Path = Inside is { } inside ? Beside(folder, inside) : $"data/{draft.Title}" }).ToText();
        ManifestReader.Read(text, Shown(manifest), ModelWorkspace.Schema).OrThrow();
        if (Inside is null)
            await CopyAsync(copy, cancellationToken);
        if (!EnvironmentsFile.Exists(request.Root))
        {
            var environments = Path.Combine(request.Root, EnvironmentsFile.FileName);
            await AtomicFile.WriteTextAsync(environments, EnvironmentsOf(draft.Name), cancellationToken);
            request.Face.Say($"Wrote {EnvironmentsFile.FileName}: staging and production, on this machine");
        }

        await EditorSchemas.WriteAsync(request.Root, request.Parts.Trainers, cancellationToken);
        await AtomicFile.WriteTextAsync(manifest, text, cancellationToken);
        request.Face.Say($"Wrote {Shown(manifest)}");
    }

    private async Task CopyAsync(string copy, CancellationToken cancellationToken)
    {
        if (File.Exists(copy))
        {
            if (await Digest.OfFileAsync(copy, cancellationToken) != await Digest.OfFileAsync(_source, cancellationToken))
            {
                throw Wrong(
                    $"There is another '{Shown(copy)}' already, and it is left as it is; name it with '--data', or move it.");
            }

            return;
        }

        await AtomicFile.WriteAsync(
            copy,
            async (target, token) =>
            {
                await using var source = File.OpenRead(_source);
                await source.CopyToAsync(target, token);
            },
            cancellationToken);
        request.Face.Say($"Copied the data to {Shown(copy)}");
    }

    private void Conclude(ModelDraft draft, string manifest, IReadOnlyList<Problem> problems)
    {
        var face = request.Face;
        foreach (var problem in problems)
            face.Warn($"A first training was not possible, so that no gates are proposed: {problem}");
        foreach (var gate in draft.Gates.Where(x => x.IsNoBetterThanChance))
            face.Warn($"The data may not say what the label is: {gate.Sentence}, which is no better than chance");
        var seen = draft.Profile.Columns.ExceptBy(draft.Ignored.Select(x => x.Key), x => x.Name);
        foreach (var column in seen.Where(ColumnsProposal.GivesLabelAway))
        {
            face.Warn(OneLine(
                $"'{column.Name}' alone gives the label away: if it is known only later, 'ignore' it in {Shown(manifest)}"));
        }

        if (draft.Candidates is { Count: > 0 } candidates)
        {
            var names = string.Join(',', candidates);
            face.Warn(OneLine(
                $"Groups of {string.Join(", ", candidates)} may have to be treated alike: take the '#' before 'protected' "
                + $"away in {Shown(manifest)}, or delete that file and run this again with --protected \"{names}\""));
        }

        face.Write([.. draft.Gates.Select(x => $"Gate       {x.Gate}").Prepend("")]);
        face.Sum([
            new("Model", Shown(manifest)),
            new("Rows", $"{draft.Profile.Rows}"),
            new("Task", draft.Label.TaskName),
            new("Gates proposed", $"{draft.Gates.Count}"),
        ]);
        var option = ModelSearch.Find(request.Root, null).IsValid ? "" : $" --model {draft.Name}";
        face.Write([problems.Count == 0
            ? $"Next: read {Shown(manifest)}, then ./build.sh Release{option}"
            : $"Next: correct {Shown(manifest)}, then ./build.sh ValidateData{option}"]);
    }

    private static string EnvironmentsOf(ModelName project) =>
        $$$"""
        # yaml-language-server: $schema=.nuke/environments.schema.json
        project: {{{project}}}
        environments:
          staging: {engine: process, address: auto, strategy: {type: recreate}}
          # With a canary instead, a new version takes the traffic step by step.
          production: {engine: process, address: auto, strategy: {type: recreate}}

        """;

    private string Beside(string folder, string inside) =>
        Path.GetRelativePath(folder, Path.Combine(request.Root, inside)).Replace('\\', '/');

    private string Shown(string path) => Path.GetRelativePath(request.Root, path).Replace('\\', '/');

    /// <summary>Names of columns come from the data, and forge no lines of a log.</summary>
    private static string OneLine(string sentence) => $"{new Problem(sentence)}";

    private static InvalidInputException Wrong(string sentence) => new([new Problem(sentence)]);
}
