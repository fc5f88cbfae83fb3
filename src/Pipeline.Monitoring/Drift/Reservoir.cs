using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>A sample of bounded size of what passes, each as likely to be in it (Vitter's algorithm R, 1985).</summary>
/// <param name="capacity">How many are kept, at least 1.</param>
/// <param name="seed">What chance begins with: the same seed keeps the same of the same.</param>
/// <param name="stream">Which of the seed's streams. Default: 0.</param>
public sealed class Reservoir<T>(int capacity, int seed, int stream = 0)
{
    private readonly List<T> _items = [];
    private SeededRandom _random = new(seed, stream);

    /// <summary>How many have passed.</summary>
    public int Count { get; private set; }

    /// <summary>What was kept, in no order that means anything.</summary>
    public IReadOnlyList<T> Items => _items;

    public void Add(T item)
    {
        Count++;
        if (_items.Count < capacity)
            _items.Add(item);
        else if (_random.Below(Count) is var place && place < capacity)
            _items[place] = item;
    }
}
