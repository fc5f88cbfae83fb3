using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>
/// Tells an environment's channels what they have not told yet. It never fails: a channel that is down is tried again at the next
/// delivery, and what came of each is an answer. Channels do not wait for each other.
/// </summary>
public sealed class AlertDelivery(AlertFolder folder, IReadOnlyList<ConfiguredChannel> channels, AlertDeliveryOptions options)
{
    /// <summary>What of the book there is to tell.</summary>
    /// <returns>In the order of the channels.</returns>
    /// <exception cref="InvalidInputException">Another version of the toolkit wrote the book.</exception>
    public async Task<IReadOnlyList<ChannelOutcome>> DeliverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var held = await folder.LockAsync("delivery.lock", cancellationToken);
            return await DeliverAllAsync(cancellationToken);
        }
        catch (AlertsBusyException)
        {
            return
            [
                .. channels.Select(x => new ChannelOutcome(x.Title, x.Channel.Name) { Failure = "another process is telling" }),
            ];
        }
    }

    private async Task<IReadOnlyList<ChannelOutcome>> DeliverAllAsync(CancellationToken cancellationToken)
    {
        var book = await folder.ReadAsync(cancellationToken);
        var outcomes = await Task.WhenAll(channels.Select(x => DeliverAsync(book, x, cancellationToken)));
        await ForgetAsync(cancellationToken);
        return outcomes;
    }

    /// <summary>What channels have still to tell, of those that have anything; nothing is sent.</summary>
    public async Task<IReadOnlyList<ChannelOutcome>> LeftAsync(CancellationToken cancellationToken)
    {
        var book = await folder.ReadAsync(cancellationToken);
        var left = new List<ChannelOutcome>();
        foreach (var channel in channels)
        {
            var run = new ChannelRun(folder, channel, options.Clock);
            if (await run.FindAsync(book, cancellationToken) && run.Outcome(book, options.Quiet) is { Left: > 0 } outcome)
                left.Add(outcome);
        }

        return left;
    }

    /// <summary>Sends a trial through every channel, whatever was told, silenced or quiet; nothing of it is remembered.</summary>
    public async Task<IReadOnlyList<ChannelOutcome>> TestAsync(
        ModelName model, string environment, CancellationToken cancellationToken)
    {
        var now = options.Clock.GetUtcNow();
        var message = new AlertMessage(AlertNews.Test, Trial(model, environment, now)) { At = now };
        return await Task.WhenAll(channels.Select(async channel =>
        {
            var request = RequestOf(channel);
            try
            {
                await using var sender = channel.Channel.Open(request);
                var receipt = await SendAsync(sender, message, request, cancellationToken);
                return new ChannelOutcome(channel.Title, channel.Channel.Name) { Sent = 1, Note = receipt.Note };
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                return new ChannelOutcome(channel.Title, channel.Channel.Name)
                {
                    Left = 1,
                    Failure = FailureOf(exception, request).Message,
                };
            }
        }));
    }

    private async Task<ChannelOutcome> DeliverAsync(
        AlertBook book, ConfiguredChannel channel, CancellationToken cancellationToken)
    {
        var request = RequestOf(channel);
        var run = new ChannelRun(folder, channel, options.Clock);
        try
        {
            await run.OpenAsync(book, cancellationToken);
            if (run.IsLeftAlone)
                return run.Outcome(book, options.Quiet);
            var plan = DeliveryPlan.Of(book, run.Memory, channel, options.Quiet, options.Clock.GetUtcNow());
            if (plan.Count == 0)
                return run.Outcome(book, options.Quiet);
            try
            {
                await using var sender = channel.Channel.Open(request);
                await SendAllAsync(run, sender, plan, request, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not IOException)
            {
                await run.RememberAsync(Failed(run.Memory, FailureOf(exception, request)), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidInputException)
        {
            run.Broke($"what it has told cannot be kept: {exception.Message}");
        }

        return run.Outcome(book, options.Quiet);
    }

    private async Task SendAllAsync(
        ChannelRun run, IAlertSender sender, IReadOnlyList<AlertMessage> plan, AlertChannelRequest request,
        CancellationToken cancellationToken)
    {
        var refused = new HashSet<AlertFingerprint>();
        foreach (var message in plan.Where(message => !refused.Contains(message.Alert.Fingerprint)))
        {
            await run.RememberAsync(run.Memory with { Sending = message.Key }, cancellationToken);
            try
            {
                var receipt = await SendAgainAsync(sender, message, request, cancellationToken);
                await run.RememberAsync(run.Memory.After(message, receipt), cancellationToken);
                run.Sent++;
            }
            catch (ChannelFailedException exception) when (exception.IsOfMessage)
            {
                refused.Add(message.Alert.Fingerprint);
                await run.RememberAsync(Refused(run.Memory, message, exception), cancellationToken);
            }
        }
    }

    /// <summary>A few times in a row, where what is wrong may be over in a moment.</summary>
    private async Task<AlertReceipt> SendAgainAsync(
        IAlertSender sender, AlertMessage message, AlertChannelRequest request, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            ChannelFailedException failure;
            try
            {
                return await SendAsync(sender, message, request, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failure = FailureOf(exception, request);
            }

            var wait = failure.RetryAfter ?? options.Backoff.OfRun(tries);
            if (failure.IsOfMessage || tries >= options.Backoff.TriesOfRun || wait > options.Backoff.MostOfRun)
                throw failure;
            await Task.Delay(wait, options.Clock, cancellationToken);
        }
    }

    private async Task<AlertReceipt> SendAsync(
        IAlertSender sender, AlertMessage message, AlertChannelRequest request, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(request.Patience, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await sender.SendAsync(message, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ChannelFailedException($"there is no answer within {Spans.Words(request.Patience)}");
        }
    }

    private ChannelMemory Failed(ChannelMemory memory, ChannelFailedException failure) =>
        memory with { Sending = null, Fault = Next(memory.Fault, failure) };

    private ChannelMemory Refused(ChannelMemory memory, AlertMessage message, ChannelFailedException failure)
    {
        var number = message.Alert.Number;
        var before = memory.Refused.FirstOrDefault(x => x.Number == number)?.Fault;
        return memory with
        {
            Sending = null,
            Told = failure.ForgetsMessage
                ? [.. memory.Told.Select(x => x.Number == number ? x with { MessageId = null } : x)]
                : memory.Told,
            Refused = [.. memory.Refused.Where(x => x.Number != number), new RefusedMessage(number, Next(before, failure))],
        };
    }

    private ChannelFault Next(ChannelFault? before, ChannelFailedException failure)
    {
        var (now, tries) = (options.Clock.GetUtcNow(), (before?.Tries ?? 0) + 1);
        var wait = options.Backoff.OfRuns(tries, failure.RetryAfter);
        return new ChannelFault(tries, before?.Since ?? now, now + wait, failure.Message);
    }

    private AlertChannelRequest RequestOf(ConfiguredChannel channel) => new(channel.Title, channel.Options)
    {
        Folder = options.Folder,
        Variable = options.Variable,
        Clock = options.Clock,
        Patience = options.Patience,
    };

    /// <summary>What others threw is told without the secrets that this channel has read.</summary>
    private static ChannelFailedException FailureOf(Exception exception, AlertChannelRequest request)
    {
        var failure = exception as ChannelFailedException;
        var reason = failure?.Message ?? $"it broke with {exception.GetType().Name} ({exception.Message.TrimEnd('.')})";
        return new ChannelFailedException(AlertText.Line(request.Redact(reason)))
        {
            RetryAfter = failure?.RetryAfter,
            IsOfMessage = failure?.IsOfMessage ?? false,
            ForgetsMessage = failure?.ForgetsMessage ?? false,
        };
    }

    /// <summary>Alerts that are over and told everywhere make room. That this does not work now is no matter.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var memories = new List<(ConfiguredChannel Channel, ChannelMemory Memory)>();
            foreach (var channel in channels)
            {
                var read = await folder.ReadAsync<ChannelMemory>(folder.ChannelOf(channel.Title), cancellationToken);
                memories.Add((channel, read ?? new ChannelMemory()));
            }

            await folder.ChangeAsync(
                book =>
                {
                    var after = book.Forget(alert => memories.All(x => DeliveryPlan.IsDone(alert, x.Memory, x.Channel)));
                    return after.Resolved.Count == book.Resolved.Count ? book : after;
                },
                cancellationToken);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or InvalidInputException or AlertsBusyException)
        {
        }
    }

    private static Alert Trial(ModelName model, string environment, DateTimeOffset now) => new()
    {
        Subject = new AlertSubject(model, environment, "trial"),
        Number = now.ToUnixTimeMilliseconds(),
        State = AlertState.Firing,
        Severity = Severity.Warn,
        What = "This is a trial: nothing is wrong, and somebody wants to see whether messages arrive.",
        Since = now,
        FiringSince = now,
        LastSeen = now,
        TimesSeen = 1,
        Series = new AlertSeries([0.02, 0.03, 0.02, 0.05, 0.12], High: 0.1),
        Causes = [new AlertCause(AlertCauseKind.Other, "Somebody ran TestAlert.")],
    };
}

/// <summary>What a delivery needs beside its channels.</summary>
public sealed record AlertDeliveryOptions
{
    /// <summary>The folder of environments.yml.</summary>
    public required string Folder { get; init; }

    public IReadOnlyList<QuietSpec> Quiet { get; init; } = [];

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>How long one message may take. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public required Backoff Backoff { get; init; }
}

/// <summary>What came of one channel.</summary>
/// <param name="Title">Its name in environments.yml.</param>
/// <param name="Kind">Which kind it is: "slack".</param>
public sealed record ChannelOutcome(string Title, string Kind)
{
    /// <summary>How many messages it took.</summary>
    public int Sent { get; init; }

    /// <summary>How many it has still to take: they are kept.</summary>
    public int Left { get; init; }

    /// <summary>Why it took no more; null where it took all.</summary>
    public string? Failure { get; init; }

    /// <summary>When it is tried again; null where it need not be.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Where a message can be found: "issue #12".</summary>
    public string? Note { get; init; }
}
