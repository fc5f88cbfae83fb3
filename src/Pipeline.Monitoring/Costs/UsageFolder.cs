using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;

namespace Pipeline.Monitoring.Costs;

/// <summary>Where an environment's usage is kept: <c>usage.json</c>, and beside it <c>emissions.csv</c>.</summary>
/// <param name="path">The <c>monitoring</c> folder of the environment.</param>
public sealed class UsageFolder(string path)
{
    private const string FileName = "usage.json";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    private string Book => System.IO.Path.Combine(Path, FileName);

    /// <summary>An empty book where there is none.</summary>
    /// <exception cref="Pipeline.Core.Problems.InvalidInputException">It cannot be read.</exception>
    public async Task<UsageBook> ReadAsync(CancellationToken cancellationToken) => File.Exists(Book)
        ? (await DocumentFile.ReadAsync<UsageBook>(Book, cancellationToken)).OrThrow()
        : UsageBook.Empty;

    /// <summary>Looks at all servers once. Two looks at one time are not for this class to keep apart.</summary>
    /// <param name="sensors">One for each server.</param>
    /// <param name="slot">As <see cref="UsageBook.Take"/> has it.</param>
    /// <param name="cancellationToken">Ends it; the book is what it was then.</param>
    /// <returns>The book with that look.</returns>
    public async Task<UsageBook> LookAsync(
        IReadOnlyList<IServerSensor> sensors, TimeSpan? slot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var readings = await Task.WhenAll(sensors.Select(x => x.ReadAsync(cancellationToken)));
        var book = (await ReadAsync(cancellationToken)).Take([.. readings.OfType<ServerReading>()], slot);
        await DocumentFile.WriteAsync(Book, book, cancellationToken);
        return book;
    }

    /// <summary>Writes the estimates of all days anew.</summary>
    /// <param name="book">What servers used.</param>
    /// <param name="assumed">What the estimate assumes.</param>
    /// <param name="title">Of the environment: "production of loan-default".</param>
    /// <param name="cancellationToken">Ends it; the file is what it was then.</param>
    public Task WriteEmissionsAsync(
        UsageBook book, EnergySpec assumed, string title, CancellationToken cancellationToken) =>
        AtomicFile.WriteTextAsync(
            System.IO.Path.Combine(Path, EmissionsCsv.FileName),
            EmissionsCsv.Of(book, assumed, title, System.Runtime.InteropServices.RuntimeInformation.OSDescription),
            cancellationToken);
}
