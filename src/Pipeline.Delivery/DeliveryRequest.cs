using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Delivery.Builds;
using Pipeline.Delivery.Reports;
using Pipeline.Environments;

namespace Pipeline.Delivery;

/// <summary>On what a delivery works, and how.</summary>
/// <param name="Root">Of the team's repository, absolute.</param>
/// <param name="Face">Where it says what it does.</param>
public sealed record DeliveryRequest(string Root, IDeliveryFace Face)
{
    private DeliveryParts? _parts;

    /// <summary>The name of a model, its folder or its manifest; null, the default, for the only one.</summary>
    public string? Model { get; init; }

    /// <summary>An environment; null, the default, for all of them, or for the last one where it must be one.</summary>
    public string? Environment { get; init; }

    /// <summary>Runs stages even when they are up to date, and gives up local changes to data. Not by default.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// Where trainings, trials and profiles run: "local" or an engine for jobs. Null, the default, for what environments.yml
    /// says.
    /// </summary>
    public string? On { get; init; }

    /// <summary>Queues behind whoever is at work on the same thing. Not by default.</summary>
    public bool Waits { get; init; }

    /// <summary>
    /// What will be asked for, of which all that can be known to be wrong is looked for before the first of it runs. Nothing by
    /// default.
    /// </summary>
    public IReadOnlyCollection<string> Planned { get; init; } = [];

    /// <summary>Who is recorded; by default whom the CI host or git names.</summary>
    public Actor Actor { get; init; } = ActorSearch.Find(System.Environment.GetEnvironmentVariable);

    /// <summary>Where environments keep what runs; by default that of the user, by the XDG specification.</summary>
    public string? StateHome { get; init; }

    /// <summary>Dates what is recorded; the system's by default.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes secrets out of text before it is kept for ever; takes nothing out by default.</summary>
    public Func<string, string> Redact { get; init; } = text => text;

    /// <summary>Adds the team's own parts to those of the toolkit; none by default.</summary>
    public Action<DeliveryBuilder> Configure
    {
        get;
        init => (field, _parts) = (value, null);
    } = _ => { };

    /// <summary>For caches of builds, layers and digests, which may be deleted at any time.</summary>
    public string TemporaryFolder => Path.Combine(Root, ".nuke", "temp");

    internal DeliveryParts Parts => _parts ??= Compose().Build();

    internal string Home => StateHome ?? EnvironmentFolder.DefaultHome(System.Environment.GetEnvironmentVariable);

    internal DotnetCli Dotnet => new(Root);

    /// <summary>The parts of the toolkit and of the build, to which more may be added.</summary>
    internal DeliveryBuilder Compose()
    {
        var builder = new DeliveryBuilder().AddOwnParts(Clock);
        Configure(builder);
        return builder;
    }
}

/// <summary>Who is at work: the person that a CI host names, else git's user, else the user of the machine.</summary>
internal static class ActorSearch
{
    public static Actor Find(Func<string, string?> variable) =>
        variable("GITHUB_ACTOR") is { Length: > 0 } actor ? new Actor(actor, "github-actions")
        : GitUser() is { } user ? new Actor(user, "git")
        : new Actor(Environment.UserName, "machine");

    private static string? GitUser()
    {
        var start = new ProcessStartInfo("git", ["config", "user.email"]) { RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start)!;
            var name = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return name.Length > 0 ? name : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

/// <summary>
/// Where a delivery says what it does: the targets of a build, a page, a test. A face decides what of it is seen and how, and may
/// not fail the delivery for it.
/// </summary>
public interface IDeliveryFace
{
    /// <summary>Steps of long work, as often as they come.</summary>
    IProgress<StepEvent> Progress { get; }

    /// <summary>Asks a person, where there is one; null where nobody can be asked, or nothing is answered.</summary>
    /// <param name="question">Without a question mark at its end, which it may have before.</param>
    string? Ask(string question) => null;

    /// <summary>What goes on.</summary>
    /// <param name="sentence">Without a line break.</param>
    void Say(string sentence);

    /// <summary>Whether somebody watches at a terminal, who ends that. Default: nobody does.</summary>
    bool HasScreen => false;

    /// <summary>
    /// What somebody watches, as often as it is looked at: each time in place of the last, where there is a screen. Default: a
    /// line where something changed.
    /// </summary>
    /// <param name="frames">One for each environment.</param>
    /// <param name="before">The last ones; empty at first.</param>
    void Watch(IReadOnlyList<WatchFrame> frames, IReadOnlyList<WatchFrame> before)
    {
        foreach (var frame in frames.Where(x => before.All(y => y.Brief != x.Brief)))
            Say(frame.Brief);
    }

    /// <summary>Something is not as it should be, and the work goes on.</summary>
    /// <param name="sentence">Without a line break.</param>
    void Warn(string sentence);

    /// <summary>The same for the page of a CI run, where it stands at the lines that it is about.</summary>
    void Annotate(Problem problem);

    /// <summary>Lines for a person, who may be asked to copy from them.</summary>
    void Write(IEnumerable<string> lines);

    /// <summary>A line that must not be broken, for what is to be copied as a whole.</summary>
    void WriteWhole(string line);

    void Write(ReportTable table);

    /// <summary>A few pairs for the list of what was done.</summary>
    void Sum(IReadOnlyList<KeyValuePair<string, string>> facts);

    /// <summary>A section of the page of a CI run.</summary>
    void Summarize(string markdown);

    /// <summary>The same for plain lines.</summary>
    void SummarizeText(IReadOnlyList<string> lines);

    /// <summary>For later steps of a CI job, such as "version".</summary>
    void Output(string name, string value);
}
