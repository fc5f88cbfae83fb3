using Pipeline.Core.Documents;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>One channel in one delivery: its memory, written down at each step, and what came of it.</summary>
internal sealed class ChannelRun(AlertFolder folder, ConfiguredChannel channel, TimeProvider clock)
{
    private string? _broken;

    public ChannelMemory Memory { get; private set; } = new();

    public int Sent { get; set; }

    /// <summary>Whether it failed lately and is not to be tried yet.</summary>
    public bool IsLeftAlone => Memory.Fault is { } fault && fault.Next > clock.GetUtcNow();

    public async Task OpenAsync(AlertBook book, CancellationToken cancellationToken)
    {
        if (!await FindAsync(book, cancellationToken))
            await RememberAsync(ChannelMemory.Begin(book, clock.GetUtcNow()), cancellationToken);
    }

    /// <returns>Whether it has told anything before, or could have.</returns>
    public async Task<bool> FindAsync(AlertBook book, CancellationToken cancellationToken)
    {
        var found = await folder.ReadAsync<ChannelMemory>(folder.ChannelOf(channel.Title), cancellationToken);
        Memory = found?.Only(book) ?? Memory;
        return found is not null;
    }

    public async Task RememberAsync(ChannelMemory memory, CancellationToken cancellationToken)
    {
        await DocumentFile.WriteAsync(folder.ChannelOf(channel.Title), memory, cancellationToken);
        Memory = memory;
    }

    public void Broke(string reason) => _broken = reason;

    public ChannelOutcome Outcome(AlertBook book, IReadOnlyList<QuietSpec> quiet)
    {
        var refused = Memory.Refused.Count > 0 ? Memory.Refused[^1].Fault : null;
        return new ChannelOutcome(channel.Title, channel.Channel.Name)
        {
            Sent = Sent,
            Left = DeliveryPlan.Of(book, Memory with { Refused = [] }, channel, quiet, clock.GetUtcNow()).Count,
            Failure = _broken ?? Memory.Fault?.Reason ?? refused?.Reason,
            Next = Memory.Fault?.Next ?? refused?.Next,
        };
    }
}

/// <summary>
/// How long it is until something is tried again: twice as long each time, up to a limit, and then between half and all of that,
/// so that many who failed together do not come back together.
/// </summary>
/// <param name="chance">Numbers from 0 to 1, 1 excluded, each time another.</param>
public sealed class Backoff(Func<double> chance)
{
    private static readonly TimeSpan MostAsked = TimeSpan.FromDays(1);

    /// <summary>How often a message is tried in one delivery. Default 3.</summary>
    public int TriesOfRun { get; init; } = 3;

    /// <summary>Between the first two tries of a delivery. Default 0.5 s.</summary>
    public TimeSpan FirstOfRun { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longer than that, nobody waits for within a delivery. Default 5 s.</summary>
    public TimeSpan MostOfRun { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After the first delivery that failed. Default 30 s.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After any number of them. Default 15 min.</summary>
    public TimeSpan Most { get; init; } = TimeSpan.FromMinutes(15);

    /// <param name="tries">How many failed in this delivery, from 1.</param>
    public TimeSpan OfRun(int tries) => Jittered(FirstOfRun, MostOfRun, tries);

    /// <param name="tries">How many deliveries failed, from 1.</param>
    /// <param name="asked">What the other side asks for, which counts where it is longer, up to a day.</param>
    public TimeSpan OfRuns(int tries, TimeSpan? asked)
    {
        var wait = Jittered(First, Most, tries);
        return asked is not { } least || least <= wait ? wait : least < MostAsked ? least : MostAsked;
    }

    private TimeSpan Jittered(TimeSpan first, TimeSpan most, int tries)
    {
        var grown = Math.Min(most.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 30)));
        return TimeSpan.FromSeconds(grown * (0.5 + (0.5 * chance())));
    }
}
