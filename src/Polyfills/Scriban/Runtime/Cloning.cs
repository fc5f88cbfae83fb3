namespace Scriban.Runtime;

internal static class Cloning
{
    public static object Of(object value) => value switch
    {
        IScriptObject members => members.Clone(deep: true),
        ScriptArray list => CloneOf(list),
        _ => value,
    };

    private static ScriptArray CloneOf(ScriptArray list)
    {
        var clone = new ScriptArray();
        foreach (var item in list)
            clone.Add(Of(item));
        return clone;
    }
}
