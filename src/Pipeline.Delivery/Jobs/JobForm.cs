using Pipeline.Core.Problems;
using Pipeline.Data.Schemas;
using Pipeline.Models.Documents;
using Pipeline.Training;
using Pipeline.Training.Jobs;

namespace Pipeline.Delivery.Jobs;

/// <summary>Jobs as far as they follow from a model and its data.</summary>
internal static class JobForm
{
    /// <summary>The trainer that runs programs of the machine.</summary>
    private const string Command = "command";

    public static JobDocument OfProfile(JobSession session, ModelWorkspace workspace) => new()
    {
        Kind = JobKind.Profile,
        Manifest = workspace.ManifestText,
        Sections = [.. ModelWorkspace.Schema.Sections.Select(section => section.Key)],
        ManifestPath = workspace.Relative(Path.Combine(workspace.Folder, ModelSearch.FileName)),
        Root = Path.GetRelativePath(session.Data.Project, workspace.Root),
        Data = new JobData(session.Data.Pointer, session.Data.Text, session.Data.Remote),
    };

    /// <summary>The same for trials and the training, with the files that the trainer reads.</summary>
    /// <exception cref="InvalidInputException">
    /// The data is not the version that its pointer names, or the trainer is one that no image has.
    /// </exception>
    public static async Task<JobDocument> OfTrainingAsync(
        JobSession session,
        ModelWorkspace workspace,
        RunRequest request,
        DatasetDocument dataset,
        IEnumerable<string> files,
        CancellationToken cancellationToken)
    {
        var manifest = workspace.Manifest;
        if (dataset.Version?.Md5 != session.Data.Md5)
        {
            throw new InvalidInputException([manifest.Locate("data.path").Problem(
                $"The data that was validated is not the version that '{session.Data.Pointer}' points to.",
                "Run SnapshotData and PushData.")]);
        }

        if (manifest.Get<TrainingSection>().TrainerName == Command)
        {
            throw new InvalidInputException([manifest.Locate("training.trainer").Problem(
                "A command runs programs of this machine, which the image of workers does not have.", "Train with --on local.")]);
        }

        var sent = new Dictionary<string, JobFile>();
        foreach (var path in files.Where(File.Exists).Order(StringComparer.Ordinal))
        {
            sent[workspace.Relative(path)] =
                await session.Place.Jobs.AddAsync(await File.ReadAllBytesAsync(path, cancellationToken), cancellationToken);
        }

        return OfProfile(session, workspace) with
        {
            Kind = JobKind.Train,
            Inputs = request.Inputs,
            Origin = request.Origin,
            Dataset = dataset,
            Files = sent,
        };
    }
}
