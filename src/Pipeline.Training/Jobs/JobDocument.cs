using System.Globalization;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models.Documents;

namespace Pipeline.Training.Jobs;

/// <summary>
/// One piece of work for a worker, with everything that decides what comes of it: the same work is the same bytes, whoever asks
/// for it and when. Its <see cref="Document.Inputs"/> are those of the run.
/// </summary>
[DocumentSchema("job", 1)]
public sealed record JobDocument : Document
{
    public required JobKind Kind { get; init; }

    /// <summary>The text of the model.yml.</summary>
    public required string Manifest { get; init; }

    /// <summary>The keys of all sections that a manifest may have where the job comes from.</summary>
    public required IReadOnlyList<string> Sections { get; init; }

    /// <summary>The model.yml, from the root of the repository, as people know it.</summary>
    public required string ManifestPath { get; init; }

    /// <summary>The root of the repository, from the folder that the data's version belongs to.</summary>
    public required string Root { get; init; }

    /// <summary>Where the data comes from.</summary>
    public required JobData Data { get; init; }

    /// <summary>The data as it was validated; null where it is only to be profiled.</summary>
    public DatasetDocument? Dataset { get; init; }

    /// <summary>Where a run comes from.</summary>
    public RunOrigin Origin { get; init; } = new();

    /// <summary>Files that the trainer reads, by their paths from the root of the repository.</summary>
    public IReadOnlyDictionary<string, JobFile> Files { get; init; } = new Dictionary<string, JobFile>();

    /// <summary>Of a trial.</summary>
    public TrialJob? Trial { get; init; }

    /// <summary>Of a training after a search.</summary>
    public FoundSetting? Found { get; init; }

    /// <summary>"trial 7", "training", "profile": what people are told of it.</summary>
    public string Title() => Kind switch
    {
        JobKind.Trial => string.Create(CultureInfo.InvariantCulture, $"trial {Trial?.Number}"),
        JobKind.Train => "training",
        _ => "profile",
    };
}

/// <summary>What a worker is to do.</summary>
public enum JobKind
{
    /// <summary>Make the model.</summary>
    Train,

    /// <summary>Measure one setting of a search.</summary>
    Trial,

    /// <summary>Say what the values of the data are like.</summary>
    Profile,
}

/// <summary>A version of data, as its remote has it.</summary>
/// <param name="Pointer">The .dvc file, from the folder that it belongs to.</param>
/// <param name="Text">Of the pointer.</param>
/// <param name="Remote">The name of the remote that the pointer's data is in.</param>
public sealed record JobData(string Pointer, string Text, string Remote);

/// <summary>A file that goes to a worker, or comes from one, beside its document.</summary>
/// <param name="Digest">Of its bytes, and its name in the job folder.</param>
/// <param name="Size">In bytes.</param>
public sealed record JobFile(Digest Digest, long Size);

/// <summary>What a worker made of a job.</summary>
[DocumentSchema("job-result", 1)]
public sealed record JobResultDocument : Document
{
    /// <summary>Of the job's document.</summary>
    public required Digest Job { get; init; }

    /// <summary>What is wrong with manifest or data; none where the work was done.</summary>
    public IReadOnlyList<JobProblem> Problems { get; init; } = [];

    /// <summary>Of a trial.</summary>
    public SearchTrial? Trial { get; init; }

    /// <summary>What was made, by name; a model's files have "model/" before theirs.</summary>
    public IReadOnlyDictionary<string, JobFile> Files { get; init; } = new Dictionary<string, JobFile>();

    /// <summary>What was worth a line meanwhile.</summary>
    public IReadOnlyList<JobNote> Notes { get; init; } = [];
}

/// <summary>A problem as a document has it.</summary>
/// <param name="Message">As in <see cref="Problem"/>.</param>
public sealed record JobProblem(string Message)
{
    public string File { get; init; } = "";

    public long? Line { get; init; }

    public int? Column { get; init; }

    public string? Hint { get; init; }

    public static JobProblem Of(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new JobProblem(problem.Message)
        {
            File = problem.File,
            Line = problem.Line,
            Column = problem.Column,
            Hint = problem.Hint,
        };
    }

    public Problem ToProblem() => new(File, Line, Column, Message, Hint);
}

/// <param name="Step">What was being done.</param>
/// <param name="Message">One sentence.</param>
/// <param name="IsWarning">Somebody should look at it.</param>
public sealed record JobNote(string Step, string Message, bool IsWarning);

/// <summary>The files of results, by name.</summary>
public static class JobNames
{
    /// <summary>Before the names of the model's own files.</summary>
    public const string Model = "model/";

    public const string Learned = "learned.rows";

    public const string Run = "run.json";

    public const string Profile = "profile.json";
}
