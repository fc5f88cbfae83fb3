using Pipeline.Benchmarks.Training;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Progress;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Training;

namespace Pipeline.Benchmarks.Search;

/// <summary>Train rows of a dataset that searches are run on, as a build would run them.</summary>
internal sealed class SearchedData : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-bench-");
    private readonly TrainingSet _set;
    private readonly LabelledData _data;

    private SearchedData(TrainingSet set)
    {
        _set = set;
        var count = set.Rows.RowCount;
        _data = new LabelledData
        {
            Rows = set.Rows,
            Features = [.. set.Rows.Columns.Select(column => column.Name).Where(name => name != set.Label)],
            Label = set.Label,
            Positive = set.Positive,
            Declared = set.Declared,
            Identities = [.. Enumerable.Range(0, count).Select(row => Identity(row))],
            TrainIndexes = [.. Enumerable.Range(0, count)],
            TestIndexes = [],
            Data = Digest.OfText("data"),
            Split = Digest.OfText("split"),
        };
    }

    public int Rows => _data.TrainIndexes.Count;

    /// <param name="reference">Which dataset.</param>
    /// <param name="rows">How many of its train rows at most, spread over all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<SearchedData> ReadAsync(ReferenceData reference, int rows, CancellationToken cancellationToken)
    {
        var (set, _) = await reference.ReadAsync(Path.GetTempPath(), cancellationToken);
        var every = Math.Max(1, set.Rows.RowCount / rows);
        int[] chosen = [.. Enumerable.Range(0, Math.Min(rows, set.Rows.RowCount)).Select(row => row * every)];
        return new SearchedData(set with { Rows = set.Rows.Select(chosen) });
    }

    /// <summary>A search from its beginning.</summary>
    /// <param name="training">The manifest's <c>training:</c>, in one line.</param>
    /// <param name="workers">How many trials may run at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SearchDocument> SearchAsync(string training, int workers, CancellationToken cancellationToken)
    {
        var manifest = ManifestReader.Read(
            $"""
            pipeline: 1
            name: searched
            task: {TaskKind.Of(_set.Task).Words.Replace(' ', '-')}
            owner: us
            description: Searched.
            training: {training}
            """,
            "model.yml",
            ManifestSchema.Model(TrainingSection.Registration)).OrThrow();
        var artifacts = new ArtifactLayout(_folder.FullName, manifest.Frame.Name);
        if (Directory.Exists(artifacts.Trials))
            Directory.Delete(artifacts.Trials, recursive: true);
        var run = new TrainingRun(new TrainerCatalog(MLNetTrainers.All(TimeProvider.System)), TimeProvider.System);
        var request = new RunRequest
        {
            Manifest = manifest,
            Data = _data,
            Artifacts = artifacts,
            Load = (artifact, _) => Task.FromResult(new MLNetFlavor().Load(artifact)),
            Metrics = StandardMetrics.All,
            Workers = workers,
        };
        (await run.RunAsync(request, new Progress<StepEvent>(), cancellationToken)).OrThrow();
        return (await DocumentFile.ReadAsync<SearchDocument>(artifacts.Search, cancellationToken)).OrThrow();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static UInt128 Identity(int row)
    {
        var hash = Digest.OfText($"{row}").Hex;
        return UInt128.Parse(hash[..32], System.Globalization.NumberStyles.HexNumber, null);
    }
}
