using System.Text;
using System.Text.Json;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Data.Versions;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Onnx;
using Pipeline.Training;
using Pipeline.Training.Jobs;

namespace Pipeline.Worker;

/// <summary>Does one job as a build does it on its own machine, from data that it fetches by its version.</summary>
/// <param name="options">Where everything is.</param>
/// <param name="folder">Takes files.</param>
/// <param name="clock">When it was, and how long it took.</param>
/// <param name="output">Told what goes on.</param>
internal sealed class JobWork(WorkerOptions options, JobFolder folder, TimeProvider clock, TextWriter output)
{
    private readonly NoteList _notes = new(output);

    /// <summary>What is wrong with data or manifest is in the result, which another attempt would not change.</summary>
    public async Task<JobResultDocument> DoAsync(JobDocument job, CancellationToken cancellationToken)
    {
        var made = new JobResultDocument { Job = options.Job };
        try
        {
            var space = await WorkSpace.MakeAsync(options, job, folder, cancellationToken);
            var versions = new DatasetVersions(space.Project, clock, _notes);
            (await versions.PullAsync(space.Pointer, force: false, cancellationToken)).OrThrow();
            var result = job.Kind switch
            {
                JobKind.Train => await TrainAsync(job, space, made, cancellationToken),
                JobKind.Trial => await TryAsync(job, space, made, cancellationToken),
                _ => await ProfileAsync(space, made, cancellationToken),
            };
            return result with { Notes = _notes.All };
        }
        catch (InvalidInputException exception)
        {
            return made with { Problems = [.. exception.Problems.Select(JobProblem.Of)], Notes = _notes.All };
        }
    }

    private async Task<JobResultDocument> ProfileAsync(
        WorkSpace space, JobResultDocument made, CancellationToken cancellationToken)
    {
        var profiled = await ProfileMaker.ProfileAsync(space.Dataset, _notes, cancellationToken);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(profiled.OrThrow(), DocumentJson.Options);
        return made with
        {
            Files = new Dictionary<string, JobFile> { [JobNames.Profile] = await folder.AddAsync(bytes, cancellationToken) },
        };
    }

    private async Task<JobResultDocument> TryAsync(
        JobDocument job, WorkSpace space, JobResultDocument made, CancellationToken cancellationToken)
    {
        var parts = WorkerParts.Find(AppContext.BaseDirectory, clock);
        var request = await RequestAsync(job, space, parts, cancellationToken);
        var trial = job.Trial ?? throw new InvalidInputException([new Problem("The job has no trial.")]);
        var tried = await new TrainingRun(parts.Trainers, clock).TryAsync(request, trial, cancellationToken);
        return made with { Trial = tried.OrThrow() };
    }

    private async Task<JobResultDocument> TrainAsync(
        JobDocument job, WorkSpace space, JobResultDocument made, CancellationToken cancellationToken)
    {
        var parts = WorkerParts.Find(AppContext.BaseDirectory, clock);
        var request = await RequestAsync(job, space, parts, cancellationToken);
        var run = await new TrainingRun(parts.Trainers, clock).RunAsync(request, _notes, cancellationToken);
        run.OrThrow();
        var files = new Dictionary<string, JobFile>();
        foreach (var path in Directory.GetFiles(request.Artifacts.Model).Order(StringComparer.Ordinal))
            files[JobNames.Model + Path.GetFileName(path)] = await AddAsync(path);
        files[JobNames.Learned] = await AddAsync(request.Artifacts.Learned);
        files[JobNames.Run] = await AddAsync(request.Artifacts.Run);
        return made with { Files = files };

        async Task<JobFile> AddAsync(string path) =>
            await folder.AddAsync(await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
    }

    private async Task<RunRequest> RequestAsync(
        JobDocument job, WorkSpace space, WorkerParts parts, CancellationToken cancellationToken)
    {
        var document = job.Dataset ?? throw new InvalidInputException([new Problem("The job does not say which dataset it is.")]);
        var data = (await DatasetLoader.LoadAsync(space.Dataset, document, _notes, cancellationToken)).OrThrow();
        return new RunRequest
        {
            Manifest = space.Manifest,
            Artifacts = new ArtifactLayout(Path.Combine(options.Work, "made"), space.Manifest.Frame.Name),
            Inputs = job.Inputs,
            Data = data.Labelled(space.Manifest.Get<DataSection>()),
            Origin = job.Origin,
            Load = (artifact, _) => Task.FromResult(parts.Predictors.Load(artifact)),
            CompareOnnx = OnnxComparison.Compare,
            KeepsBackground = true,
            Place = new TrainingPlace(space.Root, space.Dataset.Folder, Path.Combine(options.Work, "scratch")),
            Metrics = parts.MetricsFor(space.Manifest),
            Found = job.Found,
        };
    }
}

/// <summary>The part of a repository that a job is about, made anew where the worker may write.</summary>
internal sealed record WorkSpace
{
    private const string ConfigurationFile = ".dvc/config";

    /// <summary>The folder that the pointer belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>Of the repository: the same folder, or one below it.</summary>
    public required string Root { get; init; }

    public required string Pointer { get; init; }

    public required BoundManifest<ModelFrame> Manifest { get; init; }

    public required DatasetRequest Dataset { get; init; }

    /// <exception cref="InvalidInputException">A path leaves the folder, or a file is not the one that was sent.</exception>
    public static async Task<WorkSpace> MakeAsync(
        WorkerOptions options, JobDocument job, JobFolder folder, CancellationToken cancellationToken)
    {
        var project = Path.Combine(Path.GetFullPath(options.Work), "project");
        if (Directory.Exists(options.Work))
            Directory.Delete(options.Work, recursive: true);
        var root = Path.GetFullPath(Path.Combine(project, job.Root));
        var pointer = ContainedPath.Resolve(project, job.Data.Pointer);
        var path = ContainedPath.Resolve(root, job.ManifestPath);
        if (root != project && !root.StartsWith(project + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidInputException([new Problem($"'{job.Root}' leaves the folder of the data's version.")]);
        var configuration = $"""
            [core]
                no_scm = True
                remote = {job.Data.Remote}
            ['remote "{job.Data.Remote}"']
                url = {options.Remote}

            """;
        await AtomicFile.WriteTextAsync(Path.Combine(project, ConfigurationFile), configuration, cancellationToken);
        await AtomicFile.WriteTextAsync(pointer, job.Data.Text, cancellationToken);
        await AtomicFile.WriteAsync(path, Encoding.UTF8.GetBytes(job.Manifest), cancellationToken);
        foreach (var (name, file) in job.Files)
        {
            var bytes = (await folder.ReadAsync(file, cancellationToken)).OrThrow();
            await AtomicFile.WriteAsync(ContainedPath.Resolve(root, name), bytes, cancellationToken);
        }

        var manifest = ManifestReader.Read(job.Manifest, job.ManifestPath, WorkerParts.Schema(job.Sections)).OrThrow();
        var temporary = Path.Combine(options.Work, "spilled");
        Directory.CreateDirectory(temporary);
        return new WorkSpace
        {
            Project = project,
            Root = root,
            Pointer = pointer,
            Manifest = manifest,
            Dataset = new DatasetRequest
            {
                Manifest = manifest,
                Folder = Path.GetDirectoryName(path)!,
                TemporaryFolder = temporary,
            },
        };
    }
}

/// <summary>What was worth a line, for who reads the result and for who reads the log.</summary>
internal sealed class NoteList(TextWriter output) : IProgress<StepEvent>
{
    private const int Most = 200;

    private readonly Lock _lock = new();
    private readonly List<JobNote> _notes = [];

    public IReadOnlyList<JobNote> All
    {
        get
        {
            lock (_lock)
                return [.. _notes];
        }
    }

    public void Report(StepEvent value)
    {
        var note = value switch
        {
            StepEvent.Noted noted => new JobNote(noted.Step, noted.Message, IsWarning: false),
            StepEvent.Warned warned => new JobNote(warned.Step, warned.Message, IsWarning: true),
            _ => null,
        };
        if (note is null)
            return;
        lock (_lock)
        {
            if (_notes.Count == Most)
                return;
            _notes.Add(note);
            output.WriteLine($"{note.Step}: {note.Message}");
        }
    }
}
