namespace Pipeline.Monitoring.Channels;

/// <summary>The toolkit's own channels.</summary>
public static class StandardChannels
{
    public static IReadOnlyList<IAlertChannel> All { get; } =
    [
        new WebhookChannel(),
        new SlackChannel(),
        new TeamsChannel(),
        new EmailChannel(),
        new AlertmanagerChannel(),
        new FileChannel(),
    ];
}
