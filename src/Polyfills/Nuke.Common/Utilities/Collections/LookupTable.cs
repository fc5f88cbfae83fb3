namespace Nuke.Common.Utilities.Collections;

public class LookupTable<TKey, TValue>
{
    public void Add(TKey key, TValue value) { }
}
