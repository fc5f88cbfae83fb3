using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Deployment;
using Pipeline.Deployment.Rollouts;
using Pipeline.Evaluation.Serving;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Costs;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Delivery.Monitoring;

/// <summary>
/// Reads what the servers of an environment used, and says what that costs. Costs are told beside what is judged: where servers
/// cannot be read, the rest goes on without them.
/// </summary>
/// <param name="section">What is assumed, and how long windows are.</param>
/// <param name="prices">The manifest's; null without.</param>
/// <param name="request">Has the clock, and who is told of trouble.</param>
internal sealed class ServerLook(MonitoringSection section, PriceTable? prices, DeliveryRequest request)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Looks once.</summary>
    /// <param name="environment">Whose servers.</param>
    /// <param name="path">Where its usage is kept.</param>
    /// <param name="cancellationToken">Ends the look; the book is what it was then.</param>
    /// <returns>The book with that look; an empty one where nothing could be read.</returns>
    public async Task<UsageBook> LookAsync(ModelEnvironment environment, string path, CancellationToken cancellationToken)
    {
        var folder = new UsageFolder(path);
        try
        {
            var sensors = await environment.StatusAsync(events: 0, cancellationToken) is { Document: var document }
                ? await ServerSensors.FindAsync(environment, document, request.Clock, cancellationToken)
                : [];
            var book = await folder.LookAsync(sensors, section.Window.Time ?? Hour, cancellationToken);
            await folder.WriteEmissionsAsync(book, section.Energy, environment.Site.Title, cancellationToken);
            return book;
        }
        catch (Exception exception) when (exception is EngineFailedException or InvalidInputException or IOException)
        {
            request.Face.Warn($"What servers use is not known this time. {exception.Message}");
            return UsageBook.Empty;
        }
    }

    public MonitoredServers? Sum(UsageBook book) => MonitoredServers.Of(
        book, prices, section.Energy, DateOnly.FromDateTime(request.Clock.GetUtcNow().UtcDateTime));

    /// <summary>
    /// Windows with what servers used in them. Of one in which nobody looked there is nothing to judge, which is not the fault of
    /// the servers.
    /// </summary>
    public static IReadOnlyList<WindowDocument> Add(
        IReadOnlyList<WindowDocument> windows, UsageBook book, MonitoredServers? servers)
    {
        IReadOnlyList<Measurement> unknown =
        [
            .. ServerMeasurements.Of(Usage.None, servers?.Cost)
                .Select(x => x with { Value = new MeasuredValue.NotApplicable("nobody looked at servers in this time") }),
        ];
        return
        [
            .. windows.Select(window => window with
            {
                Measurements =
                [
                    .. window.Measurements,
                    .. book.Find(window.From, window.To) is { } usage ? ServerMeasurements.Of(usage, servers?.Cost) : unknown,
                ],
            }),
        ];
    }
}
