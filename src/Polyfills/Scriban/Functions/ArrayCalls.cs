using System.Collections;
using System.Linq;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Scriban.Functions;

/// <summary>Functions that call a function with the items of a list.</summary>
internal static class ArrayCalls
{
    public static ScriptArray Each(TemplateContext context, ScriptNode caller, IEnumerable list, object function) =>
        new(Enumeration.Bounded(context, caller, list).Select(x => Invocation.Call(context, caller, function, x)));

    public static ScriptArray Filter(TemplateContext context, ScriptNode caller, IEnumerable list, object function) =>
        new(Enumeration.Bounded(context, caller, list).Where(x => Truth.Of(Invocation.Call(context, caller, function, x))));

    public static bool Any(TemplateContext context, ScriptNode caller, IEnumerable list, object function, params object[] args) =>
        Enumeration.Bounded(context, caller, list).Any(x => Truth.Of(Invocation.Call(context, caller, function, [x, .. args])));
}
