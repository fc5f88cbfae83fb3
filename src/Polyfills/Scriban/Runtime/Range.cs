using System.Collections;
using System.Collections.Generic;

namespace Scriban.Runtime;

/// <summary>The whole numbers from one to another, upwards or downwards.</summary>
internal sealed class Range(long first, long last, bool isOpen) : IEnumerable<object>
{
    public IEnumerator<object> GetEnumerator()
    {
        var step = first <= last ? 1 : -1;
        for (var i = first; isOpen ? i != last : i != last + step; i += step)
            yield return i;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
