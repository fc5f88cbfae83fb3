using System.Net;

namespace Pipeline.Serving;

/// <summary>What an engine starts in a server's container to see how it is: images have no other program for that.</summary>
internal static class ServerHealth
{
    /// <summary>The only argument of such a start.</summary>
    public const string Word = "health";

    private const string AddressVariable = "PIPELINE_SERVING_ADDRESS";
    private const int Well = 0;
    private const int NotWell = 1;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <returns>The exit code: 0 where the server of this container is ready.</returns>
    public static async Task<int> AskAsync(IEnumerable<KeyValuePair<string, string>> variables, TextWriter errors)
    {
        var address = variables.FirstOrDefault(x => x.Key == AddressVariable).Value;
        if (!IPEndPoint.TryParse(address ?? "", out var endPoint))
        {
            await errors.WriteLineAsync($"{AddressVariable} does not say where the server listens.");
            return NotWell;
        }

        using var client = new HttpClient { Timeout = Longest };
        try
        {
            var ready = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", endPoint.Port, "v2/health/ready").Uri;
            using var response = await client.GetAsync(ready);
            return response.IsSuccessStatusCode ? Well : NotWell;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            await errors.WriteLineAsync(exception.Message);
            return NotWell;
        }
    }
}
