using Pipeline.Core.Artifacts;
using Pipeline.Core.Problems;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Evaluation;
using Pipeline.Evaluation.Behaviour;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Delivery.Stages;

/// <summary>The behaviour tests beside a manifest, and what is written of their results.</summary>
internal static class BehaviourFile
{
    /// <summary>There or not.</summary>
    public static string PathIn(ModelWorkspace workspace) =>
        Path.GetFullPath(Path.Combine(workspace.Folder, SpecOf(workspace)?.File ?? BehaviourTests.FileName));

    public static IReadOnlyList<string> Outputs(ModelWorkspace workspace) =>
        File.Exists(PathIn(workspace)) ? [workspace.Artifacts.PathOf(BehaviourXml.FileName)] : [];

    /// <summary>Without tests where there is no file and the manifest names none; one that it names has to be there.</summary>
    public static async Task<Validated<FoundTests>> FindAsync(ModelWorkspace workspace, CancellationToken cancellationToken)
    {
        var (path, spec) = (PathIn(workspace), SpecOf(workspace));
        if (File.Exists(path))
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            var read = ManifestReader.Read(text, workspace.Relative(path), BehaviourTests.Schema);
            return read.TryGet(out var tests)
                ? Validated.Valid(new FoundTests(tests))
                : Validated.Invalid<FoundTests>(read.Problems);
        }

        return spec is null
            ? Validated.Valid(new FoundTests(null))
            : Validated.Invalid<FoundTests>(workspace.Manifest.Locate("evaluation.behaviour.file").Problem(
                $"There is no file '{workspace.Relative(path)}' with behaviour tests.",
                "Write it, or remove evaluation.behaviour."));
    }

    /// <summary>What in them contradicts the manifest and the header of the data.</summary>
    /// <param name="workspace">Whose tests they are.</param>
    /// <param name="columns">Of the data.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<Problem>> CheckAsync(
        ModelWorkspace workspace, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var found = await FindAsync(workspace, cancellationToken);
        if (!found.TryGet(out var file) || file.Tests is not { } tests)
            return found.Problems;
        var section = workspace.Manifest.Get<DataSection>();
        return Evaluator.CheckBehaviour(
            tests, workspace.Manifest.Frame.Task, Inputs(section, columns), section.Spellings);
    }

    /// <summary>The results as CI hosts read them; none are left of tests that are gone.</summary>
    public static async Task WriteResultsAsync(
        ModelWorkspace workspace, EvaluationDocument document, CancellationToken cancellationToken)
    {
        var path = workspace.Artifacts.PathOf(BehaviourXml.FileName);
        if (document.Behaviour is null)
            File.Delete(path);
        else
            await AtomicFile.WriteTextAsync(path, BehaviourXml.Of(document), cancellationToken);
    }

    private static BehaviourSpec? SpecOf(ModelWorkspace workspace) => workspace.Manifest.Find<EvaluationSection>()?.Behaviour;

    private static OrderedDictionary<string, ModelInput?> Inputs(DataSection section, IReadOnlyList<string> columns)
    {
        var inputs = new OrderedDictionary<string, ModelInput?>();
        foreach (var column in columns)
        {
            var spec = section.Columns.GetValueOrDefault(column);
            var isRead = column != section.Label.Column && column != section.Weight && !section.Ignore.Contains(column)
                && spec?.Type != DataType.Identifier;
            if (isRead)
                inputs[column] = spec is null ? null : new ModelInput(column, TypeOf(spec.Type), MayBeMissing: true)
                {
                    DataType = spec.Type,
                    Accepts = spec.Accepts,
                };
        }

        return inputs;
    }

    private static ColumnType TypeOf(DataType type) => type switch
    {
        DataType.Number or DataType.Integer => ColumnType.Number,
        DataType.Category or DataType.Boolean => ColumnType.Category,
        _ => ColumnType.Text,
    };
}

/// <param name="Tests">Null where there are none.</param>
internal sealed record FoundTests(BoundManifest<BehaviourTests>? Tests);
