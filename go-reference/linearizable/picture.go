package linearizable

import (
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
)

// Draw writes a page that shows the operations on the id of the unexplained answer up to that answer, and the longest
// partial orders found. The history must not be linearizable.
func (v Verdict) Draw(file string, limit time.Duration) error {
	concerned := slices.DeleteFunc(slices.Clone(v.beginning), func(o Operation) bool { return o.Asked.ID != v.last.Asked.ID })
	_, info := porcupine.CheckOperationsVerbose(model, entries(concerned), limit)
	info.AddAnnotations([]porcupine.Annotation{{
		Tag: "unexplained", Start: v.last.Call, End: *v.last.Return, Description: v.last.Asked.String(), Details: v.Why,
		BackgroundColor: "#f4a7a7",
	}})
	return porcupine.VisualizePath(model, info, file)
}
