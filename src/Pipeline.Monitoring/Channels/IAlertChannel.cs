using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>
/// A kind of way by which people are told of alerts. The toolkit's own channels are such parts, and a team's is one class more,
/// added to the delivery.
/// </summary>
public interface IAlertChannel
{
    /// <summary>As <c>type</c> names it in environments.yml, in kebab-case: "slack".</summary>
    string Name { get; }

    /// <summary>A record for what <c>options</c> may have. Secrets in it are <see cref="SecretReference"/>s.</summary>
    Type Options { get; }

    /// <summary>
    /// Whether it is told of each change of a firing alert, because it changes or renews its message; without, it is told twice:
    /// that the alert fires, and that it is over. Default false.
    /// </summary>
    /// <param name="options">An instance of <see cref="Options"/>.</param>
    bool TakesUpdates(object options) => false;

    /// <summary>
    /// After how long a message about an alert that still fires is sent again, because the other side would believe it over;
    /// null, the default, for never.
    /// </summary>
    /// <param name="options">An instance of <see cref="Options"/>.</param>
    TimeSpan? RenewAfter(object options) => null;

    /// <summary>Opens it for one delivery; nothing is sent by that.</summary>
    /// <exception cref="ChannelFailedException">A secret is not set, for instance.</exception>
    IAlertSender Open(AlertChannelRequest request);
}

/// <summary>An open channel. It is used by one thread at a time.</summary>
public interface IAlertSender : IAsyncDisposable
{
    /// <summary>
    /// Sends a message, or changes or closes the one that the alert has. When this returns, the other side has it. The same
    /// message may come again, with the same key, where a process ended before it could remember: a channel that can, avoids a
    /// second one.
    /// </summary>
    /// <exception cref="ChannelFailedException">It was not taken; it will be tried again.</exception>
    Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken);
}

/// <summary>What a channel is opened with.</summary>
/// <param name="Title">Its name in environments.yml, for sentences.</param>
/// <param name="Options">An instance of <see cref="IAlertChannel.Options"/>.</param>
public sealed record AlertChannelRequest(string Title, object Options)
{
    private const string Mask = "***";

    private readonly List<string> _secrets = [];

    /// <summary>The folder that names of files are relative to: that of environments.yml.</summary>
    public required string Folder { get; init; }

    /// <summary>Environment variables, by name.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long one message may take. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The value of the variable, which <see cref="Redact"/> knows from now on.</summary>
    /// <exception cref="ChannelFailedException">The variable is not set, or empty.</exception>
    public string Secret(SecretReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (Variable(reference.Variable)?.Trim() is not { Length: > 0 } secret)
            throw new ChannelFailedException($"the variable {reference.Variable} is not set");
        _secrets.Add(secret);
        if (Uri.TryCreate(secret, UriKind.Absolute, out var address) && address.PathAndQuery.Length > 1)
            _secrets.AddRange([address.AbsoluteUri, address.PathAndQuery, address.PathAndQuery[1..]]);
        return secret;
    }

    /// <summary>The same where there need not be one.</summary>
    public string? SecretOrNone(SecretReference? reference) => reference is null ? null : Secret(reference);

    /// <summary>A text without the secrets that were asked for.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _secrets.OrderByDescending(secret => secret.Length)
            .Aggregate(text, (said, secret) => said.Replace(secret, Mask, StringComparison.Ordinal));
    }
}

/// <summary>What a channel is to tell.</summary>
/// <param name="News">What is new.</param>
/// <param name="Alert">As it is now; of a trial, one that nobody found.</param>
public sealed record AlertMessage(AlertNews News, Alert Alert)
{
    /// <summary>
    /// The same for the same news of the same alert, whenever it is sent: "8d7f0c1b2a394e5f-12-firing". Different for anything
    /// else.
    /// </summary>
    public string Key => News == AlertNews.Updated
        ? FormattableString.Invariant($"{Alert.Fingerprint}-{Alert.Number}-updated-{Alert.Change}")
        : FormattableString.Invariant($"{Alert.Fingerprint}-{Alert.Number}-{News.ToString().ToLowerInvariant()}");

    /// <summary>What the channel called its message of this alert before; null where there is none.</summary>
    public string? MessageId { get; init; }

    /// <summary>When it is sent.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What is new about an alert.</summary>
public enum AlertNews
{
    /// <summary>It fires, and this channel has not told so.</summary>
    Firing,

    /// <summary>It still fires, and something about it is new.</summary>
    Updated,

    /// <summary>It is over.</summary>
    Resolved,

    /// <summary>There is none: somebody wants to see whether messages arrive.</summary>
    Test,
}

/// <summary>That a message was taken.</summary>
/// <param name="MessageId">What the channel calls it, if it is to be changed or closed by that; else null.</param>
/// <param name="Note">Where it can be found, for people: "issue #12"; null for nothing in particular.</param>
public sealed record AlertReceipt(string? MessageId = null, string? Note = null);

/// <summary>A message was not taken. The reason never has a secret in it.</summary>
/// <param name="reason">Continues "the channel did not take it: ", as "it answers 503 (Service Unavailable)".</param>
public sealed class ChannelFailedException(string reason) : Exception(reason)
{
    /// <summary>How long the other side asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether it is this message that is not taken, and others may be: they are sent, and this one is tried again later.
    /// Without, the channel is down, and the rest waits.
    /// </summary>
    public bool IsOfMessage { get; init; }

    /// <summary>Whether the message that is to be changed is no more, so that there will be a new one.</summary>
    public bool ForgetsMessage { get; init; }
}

/// <summary>The channels that a delivery knows.</summary>
public sealed class AlertChannelCatalog(params IEnumerable<IAlertChannel> channels)
{
    private readonly SortedDictionary<string, IAlertChannel> _byName =
        new(channels.ToDictionary(x => x.Name, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>In ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    public IAlertChannel? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The channel and its options, or all that is wrong with them.</summary>
    /// <param name="title">What the channel is called in environments.yml.</param>
    /// <param name="spec">What is asked for.</param>
    /// <param name="place">Of its key <c>type</c>.</param>
    public Validated<ConfiguredChannel> Bind(string title, AlertChannelSpec spec, SourceLocation place)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(place);
        if (Find(spec.Type) is not { } channel)
        {
            return Validated.Invalid<ConfiguredChannel>(
                place.Problem($"'{spec.Type}' is no channel of alerts.", NearestNames.Hint(spec.Type, Names)));
        }

        var bound = (spec.Options ?? ManifestNode.Empty("options", place)).Bind(channel.Options);
        return bound.TryGet(out var options)
            ? Validated.Valid(new ConfiguredChannel(title, channel, options, spec))
            : Validated.Invalid<ConfiguredChannel>(bound.Problems);
    }
}

/// <summary>A channel of an environment.</summary>
/// <param name="Title">Its name in environments.yml.</param>
/// <param name="Channel">Of which kind it is.</param>
/// <param name="Options">An instance of the channel's options.</param>
/// <param name="Spec">What else environments.yml says of it.</param>
public sealed record ConfiguredChannel(string Title, IAlertChannel Channel, object Options, AlertChannelSpec Spec)
{
    public bool TakesUpdates => Channel.TakesUpdates(Options);

    public TimeSpan? RenewAfter => Channel.RenewAfter(Options);
}
