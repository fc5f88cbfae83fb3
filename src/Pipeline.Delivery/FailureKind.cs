using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Stages;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Environments;
using Pipeline.Governance.Storage;
using Pipeline.Monitoring.Alerts;
using Pipeline.Training.Jobs;

namespace Pipeline.Delivery;

/// <summary>What a delivery that did not succeed means to who asked for it.</summary>
public enum FailureKind
{
    /// <summary>A verdict failed, or a rollout waits for a person: it worked, and the news is bad.</summary>
    Verdict,

    /// <summary>The input was wrong; nothing was changed.</summary>
    WrongInput,

    /// <summary>Somebody else is at work on the same thing; the same may succeed later.</summary>
    Busy,

    /// <summary>It cannot be done as things stand.</summary>
    NotPossible,

    /// <summary>It was interrupted.</summary>
    Cancelled,

    /// <summary>Something else failed, such as a compiler, an engine or a disk.</summary>
    Other,
}

/// <summary>Tells failures apart.</summary>
public static class FailureKinds
{
    public static FailureKind Of(Exception exception) => exception switch
    {
        FailedVerdictException or PausedRolloutException => FailureKind.Verdict,
        InvalidInputException => FailureKind.WrongInput,
        OperationCanceledException => FailureKind.Cancelled,
        EnvironmentRefusedException { Kind: not RefusalKind.NotPossible } => FailureKind.Busy,
        StageBusyException or StorageBusyException or JournalContendedException or ChampionMovedException => FailureKind.Busy,
        EnvironmentRefusedException or NothingToRollBackToException or NothingToPromoteException => FailureKind.NotPossible,
        NothingToAbortException or NothingToRetryException or PlanChangedException => FailureKind.NotPossible,
        RevisionGoneException or GatewayNotLaunchedException or EngineFailedException => FailureKind.NotPossible,
        ArtifactsNotWritableException or WithdrawnException or EngineChangedException => FailureKind.NotPossible,
        ChannelsFailedException or AccessDeniedException => FailureKind.NotPossible,
        AlertsBusyException => FailureKind.Busy,
        JobFailedException => FailureKind.NotPossible,
        _ => FailureKind.Other,
    };
}

/// <summary>Turns a failed report into a red build; only targets do that.</summary>
public sealed class FailedVerdictException : Exception
{
    /// <param name="subject">What was judged: "dataset loans", "evaluation of loan-default".</param>
    /// <param name="report">The report, which fails.</param>
    /// <exception cref="ArgumentException">The report does not fail.</exception>
    public FailedVerdictException(string subject, CheckReport report)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subject);
        ArgumentNullException.ThrowIfNull(report);
        if (!report.Fails)
            throw new ArgumentException("A report that passes is not bad news.", nameof(report));
        (Subject, Report) = (subject, report);
    }

    public string Subject { get; }

    public CheckReport Report { get; }

    /// <summary>A headline and a line for every verdict that made the report fail.</summary>
    public override string Message =>
        $"The {Subject} failed {Report.Failures.Count()} of {Report.Results.Count} checks." +
        string.Concat(Report.Failures.Select(x => $"\n  {x.Check.Id}: {x.Verdict.Reason}"));

    public override string ToString() => Message;
}

/// <summary>What is made of a model cannot be written.</summary>
public sealed class ArtifactsNotWritableException(string folder, string reason) : Exception(
    $"What is made of the model goes to '{folder}', which cannot be written: {reason}.")
{
    /// <summary>Makes the folder where needed, and tries it, so that a build ends before its work and not after.</summary>
    /// <param name="root">Of the repository.</param>
    /// <param name="folder">Below it.</param>
    internal static void ThrowIfNeeded(string root, string folder)
    {
        var shown = Path.GetRelativePath(root, folder).Replace('\\', '/');
        for (var path = folder; path.Length > root.Length; path = Path.GetDirectoryName(path)!)
        {
            if (File.Exists(path))
                throw new ArtifactsNotWritableException(
                    shown, $"'{Path.GetRelativePath(root, path)}' is a file; move it away");
        }

        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactsNotWritableException(shown, exception.Message.TrimEnd('.'));
        }
    }
}

/// <summary>Others move the champion as fast as this run does.</summary>
public sealed class ChampionMovedException(ModelName model, ModelVersion wanted, ModelVersion? found) : Exception(
    $"The champion of '{model}' should become version {wanted}, and others move it meanwhile: it is "
    + $"{(found is null ? "none" : $"version {found}")} now. Look at './build.sh Registry', and evaluate again.");
